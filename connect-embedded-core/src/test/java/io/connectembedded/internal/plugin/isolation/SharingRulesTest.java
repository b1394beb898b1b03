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

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.JsonConverter;
import io.connectembedded.internal.plugin.PluginClasses;
import java.sql.Driver;
import javax.sql.DataSource;
import javax.xml.parsers.SAXParser;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigRequest;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

class SharingRulesTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                String.class,
                Driver.class,
                DataSource.class,
                SAXParser.class,
                Logger.class,
                SinkTask.class,
                Transformation.class,
                Predicate.class,
                ConfigProvider.class,
                ConnectorClientConfigOverridePolicy.class,
                ConnectorClientConfigRequest.class,
                ConnectorClientConfigRequest.ClientType.class,
                JsonConverter.class,
                PluginClasses.class,
                NullMarked.class
            })
    void what_the_runtime_and_plugins_call_each_other_by_is_shared(Class<?> type) {
        assertThat(SharingRules.isShared(type.getName())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javax.json.Json",
                "javax.servlet.http.HttpServlet",
                "javax.ws.rs.core.Response",
                "javax.management.j2ee.Management",
                "org.w3c.dom.Node",
                "org.xml.sax.SAXException",
                "org.ietf.jgss.Oid",
                "org.omg.CORBA.ORB",
                "org.apache.kafka.clients.producer.KafkaProducer",
                "org.apache.kafka.connect.runtime.InternalSinkRecord",
                "org.apache.kafka.connect.storage.StringConverterConfig",
                "org.apache.kafka.connect.storage.Converter"
            })
    void what_connect_shares_is_shared_whether_or_not_it_is_here(String name) {
        assertThat(SharingRules.isShared(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.kafka.connect.transforms.Cast",
                "org.apache.kafka.connect.transforms.InsertField$Value",
                "org.apache.kafka.connect.transforms.predicates.TopicNameMatches",
                "org.apache.kafka.connect.transforms.predicates.Predicate$Own",
                "org.apache.kafka.connect.transforms.util.Requirements",
                "org.apache.kafka.connect.json.JsonConverter",
                "org.apache.kafka.connect.file.FileStreamSourceConnector",
                "org.apache.kafka.connect.mirror.MirrorSourceConnector",
                "org.apache.kafka.connect.converters.ByteArrayConverter",
                "org.apache.kafka.connect.storage.StringConverter",
                "org.apache.kafka.connect.storage.SimpleHeaderConverter",
                "org.apache.kafka.connect.rest.basic.auth.extension.BasicAuthSecurityRestExtension",
                "org.apache.kafka.connect.connector.policy.AllConnectorClientConfigOverridePolicy",
                "org.apache.kafka.common.config.provider.FileConfigProvider",
                "io.debezium.connector.postgresql.PostgresConnector",
                "com.fasterxml.jackson.databind.ObjectMapper",
                "org.postgresql.Driver",
                "javax.cache.Cache",
                "jakarta.ws.rs.core.Response",
                "javafx.Something",
                "org.slf4jx.Logger",
                "NoPackage"
            })
    void plugins_and_their_libraries_are_each_locations_own(String name) {
        assertThat(SharingRules.isShared(name)).isFalse();
    }

    @Test
    void all_transformations_of_the_api_that_begin_so_are_shared_as_in_connect() {
        assertThat(SharingRules.isShared("org.apache.kafka.connect.transforms.TransformationAny"))
                .isTrue();
    }
}
