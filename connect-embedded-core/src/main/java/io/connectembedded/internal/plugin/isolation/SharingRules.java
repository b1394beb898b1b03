/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.connectembedded.internal.plugin.isolation;

import java.util.Set;

/**
 * Which classes a plug-in shares with the host instead of bringing its own: those of the JDK and of Java EE, Connect's
 * and Kafka's API, the logging API, and ours. The plug-ins among Kafka's own classes are not shared, so that a folder
 * may bring its own version of them. As in Connect, but for our own packages and JSpecify.
 */
public final class SharingRules {

    private static final Set<String> PACKAGES = Set.of(
            "java",
            "javax.accessibility",
            "javax.activation",
            "javax.activity",
            "javax.annotation",
            "javax.batch.api",
            "javax.batch.operations",
            "javax.batch.runtime",
            "javax.crypto",
            "javax.decorator",
            "javax.ejb",
            "javax.el",
            "javax.enterprise.concurrent",
            "javax.enterprise.context",
            "javax.enterprise.deploy.model",
            "javax.enterprise.deploy.shared",
            "javax.enterprise.deploy.spi",
            "javax.enterprise.event",
            "javax.enterprise.inject",
            "javax.enterprise.util",
            "javax.faces",
            "javax.imageio",
            "javax.inject",
            "javax.interceptor",
            "javax.jms",
            "javax.json",
            "javax.jws",
            "javax.lang.model",
            "javax.mail",
            "javax.management",
            "javax.naming",
            "javax.net",
            "javax.persistence",
            "javax.print",
            "javax.resource",
            "javax.rmi",
            "javax.script",
            "javax.security.auth",
            "javax.security.cert",
            "javax.security.jacc",
            "javax.security.sasl",
            "javax.servlet",
            "javax.sound.midi",
            "javax.sound.sampled",
            "javax.sql",
            "javax.swing",
            "javax.tools",
            "javax.transaction",
            "javax.validation",
            "javax.websocket",
            "javax.ws.rs",
            "javax.xml",
            "org.ietf.jgss",
            "org.omg.CORBA",
            "org.omg.CosNaming",
            "org.omg.Dynamic",
            "org.omg.DynamicAny",
            "org.omg.IOP",
            "org.omg.Messaging",
            "org.omg.PortableInterceptor",
            "org.omg.PortableServer",
            "org.omg.SendingContext",
            "org.omg.stub.java.rmi",
            "org.w3c.dom",
            "org.xml.sax",
            "org.apache.kafka",
            "org.slf4j",
            "org.jspecify",
            "io.connectembedded");

    private static final String KAFKA = "org.apache.kafka.";

    /** Kafka's packages of plug-ins, below {@link #KAFKA}. */
    private static final Set<String> OWN_PACKAGES = Set.of(
            "connect.transforms",
            "connect.json",
            "connect.file",
            "connect.mirror",
            "connect.mirror-client",
            "connect.converters",
            "connect.connector.policy",
            "common.config.provider");

    private static final Set<String> OWN_CLASSES = Set.of(
            "connect.storage.StringConverter",
            "connect.storage.SimpleHeaderConverter",
            "connect.rest.basic.auth.extension.BasicAuthSecurityRestExtension");

    /** The types in those packages by which the runtime calls plug-ins. */
    private static final Set<String> API_AMONG_THEM = Set.of(
            "connect.transforms.predicates.Predicate",
            "connect.connector.policy.ConnectorClientConfigOverridePolicy",
            "connect.connector.policy.ConnectorClientConfigRequest",
            "connect.connector.policy.ConnectorClientConfigRequest$ClientType",
            "common.config.provider.ConfigProvider");

    private SharingRules() {}

    public static boolean isShared(String className) {
        return isIn(PACKAGES, className)
                && !(className.startsWith(KAFKA) && isPluginOfKafka(className.substring(KAFKA.length())));
    }

    private static boolean isPluginOfKafka(String name) {
        if (OWN_CLASSES.contains(name)) {
            return true;
        }
        return isIn(OWN_PACKAGES, name)
                && !API_AMONG_THEM.contains(name)
                && !name.startsWith("connect.transforms.Transformation");
    }

    /** Whether the class is in one of these packages or below. */
    private static boolean isIn(Set<String> packages, String className) {
        for (int dot = className.indexOf('.'); dot > 0; dot = className.indexOf('.', dot + 1)) {
            if (packages.contains(className.substring(0, dot))) {
                return true;
            }
        }
        return false;
    }
}
