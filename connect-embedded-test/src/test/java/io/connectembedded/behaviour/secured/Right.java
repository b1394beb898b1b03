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
package io.connectembedded.behaviour.secured;

import io.connectembedded.test.BrokerAccess;
import java.util.Locale;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/** One operation on one resource, whoever has it. */
record Right(AclOperation operation, ResourceType type, String resource) {

    static Right topic(AclOperation operation, String topic) {
        return new Right(operation, ResourceType.TOPIC, topic);
    }

    static Right group(String group) {
        return new Right(AclOperation.READ, ResourceType.GROUP, group);
    }

    void give(BrokerAccess access, String principal) {
        access.allow(principal, operation, type, resource);
    }

    /** As kafka-acls.sh names it: Write, DescribeConfigs. */
    String operationName() {
        StringBuilder name = new StringBuilder();
        for (String word : operation.name().split("_", -1)) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }

    /** The option of kafka-acls.sh that names the resource. */
    String option() {
        return "--" + type.name().toLowerCase(Locale.ROOT) + " " + resource;
    }
}
