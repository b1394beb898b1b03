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

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.ErrorPolicy;
import io.connectembedded.JsonConverter;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.RecordingSink;
import io.connectembedded.test.ScriptedSource;
import java.time.Duration;
import java.util.List;

/** One connector on topics of its own: the rights it takes, and what it does when it has them. */
abstract class Trial {

    static final Duration LIMIT = Duration.ofSeconds(20);

    final String name;
    final String topic;

    private Trial(String name) {
        this.name = name;
        this.topic = name + "-topic";
    }

    /** Makes the topics the connector expects to be there. */
    abstract void prepare(KafkaBroker broker);

    /** The right whose refusal is looked at. */
    abstract Right essential();

    /** Further rights it takes. */
    abstract List<Right> others();

    abstract ConnectorSpec spec();

    /** Returns when the connector has done its work. */
    abstract void works(KafkaBroker broker);

    static final class Source extends Trial {
        private final ScriptedSource source = ScriptedSource.create();

        Source(String name) {
            super(name);
            source.emitValues(topic, "one");
        }

        @Override
        void prepare(KafkaBroker broker) {
            broker.createTopic(topic, 1);
        }

        @Override
        Right essential() {
            return Right.topic(WRITE, topic);
        }

        @Override
        List<Right> others() {
            return List.of();
        }

        @Override
        ConnectorSpec spec() {
            return source.spec(name);
        }

        @Override
        void works(KafkaBroker broker) {
            assertThat(broker.topic(topic).awaitValues(1, LIMIT)).contains("one");
        }
    }

    static final class TopicCreation extends Trial {
        private final ScriptedSource source = ScriptedSource.create();

        TopicCreation(String name) {
            super(name);
            source.emitValues(topic, "one");
        }

        @Override
        void prepare(KafkaBroker broker) {
            // The topic is the connector's to make.
        }

        @Override
        Right essential() {
            return Right.topic(CREATE, topic);
        }

        @Override
        List<Right> others() {
            return List.of(Right.topic(WRITE, topic));
        }

        @Override
        ConnectorSpec spec() {
            return source.spec(name)
                    .with("topic.creation.default.partitions", 3)
                    .with("topic.creation.default.replication.factor", 1);
        }

        @Override
        void works(KafkaBroker broker) {
            assertThat(broker.topic(topic).awaitValues(1, LIMIT)).contains("one");
        }
    }

    static final class Sink extends Trial {
        private final RecordingSink sink = RecordingSink.create();

        Sink(String name) {
            super(name);
        }

        @Override
        void prepare(KafkaBroker broker) {
            broker.createTopic(topic, 1).send(null, "one");
        }

        @Override
        Right essential() {
            return Right.topic(READ, topic);
        }

        @Override
        List<Right> others() {
            return List.of(Right.group("connect-" + name));
        }

        @Override
        ConnectorSpec spec() {
            return sink.spec(name).topics(topic);
        }

        @Override
        void works(KafkaBroker broker) {
            assertThat(sink.awaitRecords(1, LIMIT).get(0).value()).isEqualTo("one");
        }
    }

    /** The same sink, which may read its topic but is refused as a member of its group. */
    static final class Member extends Trial {
        private final Sink sink;

        Member(String name) {
            super(name);
            sink = new Sink(name);
        }

        @Override
        void prepare(KafkaBroker broker) {
            sink.prepare(broker);
        }

        @Override
        Right essential() {
            return sink.others().get(0);
        }

        @Override
        List<Right> others() {
            return List.of(sink.essential());
        }

        @Override
        ConnectorSpec spec() {
            return sink.spec();
        }

        @Override
        void works(KafkaBroker broker) {
            sink.works(broker);
        }
    }

    static final class DeadLetters extends Trial {
        private final RecordingSink sink = RecordingSink.create();
        private final String dead;

        DeadLetters(String name) {
            super(name);
            dead = name + "-dead";
        }

        @Override
        void prepare(KafkaBroker broker) {
            broker.createTopic(dead, 1);
            broker.createTopic(topic, 1).sendValues(List.of("no json", "1"));
        }

        @Override
        Right essential() {
            return Right.topic(WRITE, dead);
        }

        @Override
        List<Right> others() {
            return List.of(Right.topic(READ, topic), Right.group("connect-" + name), Right.topic(DESCRIBE, dead));
        }

        @Override
        ConnectorSpec spec() {
            return sink.spec(name)
                    .topics(topic)
                    .valueConverter(JsonConverter.schemaless())
                    .errors(ErrorPolicy.deadLetterQueue(dead));
        }

        @Override
        void works(KafkaBroker broker) {
            assertThat(broker.topic(dead).awaitValues(1, LIMIT)).contains("no json");
            assertThat(sink.awaitRecords(1, LIMIT).get(0).value()).isEqualTo(1L);
        }
    }
}
