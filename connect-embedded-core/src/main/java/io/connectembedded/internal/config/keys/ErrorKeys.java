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
package io.connectembedded.internal.config.keys;

import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Width.SHORT;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The keys of what happens to records that cannot be handled; those of the dead letters serve sources, too. */
public final class ErrorKeys {

    public static final String TOLERANCE = "errors.tolerance";
    public static final String RETRY_TIMEOUT = "errors.retry.timeout";
    public static final String LONGEST_DELAY = "errors.retry.delay.max.ms";
    public static final String LOG = "errors.log.enable";
    public static final String LOG_MESSAGES = "errors.log.include.messages";
    public static final String DLQ_TOPIC = "errors.deadletterqueue.topic.name";
    public static final String DLQ_REPLICATION = "errors.deadletterqueue.topic.replication.factor";
    public static final String DLQ_HEADERS = "errors.deadletterqueue.context.headers.enable";
    public static final String BISECT = "errors.bisect";
    public static final String PUT_RETRY_TIMEOUT = "errors.put.retry.timeout.ms";

    private static final long LONGEST_DELAY_DEFAULT = 60_000;
    private static final short REPLICATION_DEFAULT = 3;
    private static final String GROUP = "Error Handling";
    private static final int SINK_PLACE = 9;

    private ErrorKeys() {}

    static void define(ConfigDef def) {
        KeyList errors = new KeyList(def, GROUP, 1);
        retries(errors);
        reports(errors);
        deadLetters(errors);
    }

    private static void retries(KeyList errors) {
        errors.key(
                        RETRY_TIMEOUT,
                        "Retry timeout",
                        "How long, in milliseconds, a failing step is tried again; 0 is not at"
                                + " all, -1 without end.")
                .of(Type.LONG, 0L)
                .add(MEDIUM, Width.MEDIUM);
        errors.key(LONGEST_DELAY, "Longest retry delay", "Longest pause, in milliseconds, between two tries.")
                .of(Type.LONG, LONGEST_DELAY_DEFAULT)
                .add(MEDIUM, Width.MEDIUM);
        errors.key(
                        TOLERANCE,
                        "Error tolerance",
                        "'none': the first record that cannot be handled fails its task."
                                + " 'all': such records are left out.")
                .of(Type.STRING, "none")
                .checked(ValidString.in("none", "all"))
                .add(MEDIUM, SHORT);
    }

    private static void reports(KeyList errors) {
        errors.key(LOG, "Log errors", "Whether each failure is logged, also one that is tolerated.")
                .of(Type.BOOLEAN, false)
                .add(MEDIUM, SHORT);
        errors.key(
                        LOG_MESSAGES,
                        "Log error details",
                        "Whether the log of a failure shows the record, which may be secret.")
                .of(Type.BOOLEAN, false)
                .add(MEDIUM, SHORT);
    }

    private static void deadLetters(KeyList errors) {
        errors.key(DLQ_TOPIC, "Dead letter queue topic", "Topic for records that cannot be handled; none by default.")
                .of(Type.STRING, "")
                .add(MEDIUM, Width.MEDIUM);
        errors.key(
                        DLQ_REPLICATION,
                        "Dead letter queue replication factor",
                        "Replication factor of that topic, when it has" + " to be created.")
                .of(Type.SHORT, REPLICATION_DEFAULT)
                .add(MEDIUM, Width.MEDIUM);
        errors.key(
                        DLQ_HEADERS,
                        "Error context headers",
                        "Whether dead letters carry headers that tell what went wrong;"
                                + " their names begin with '__connect.errors.'.")
                .of(Type.BOOLEAN, false)
                .add(MEDIUM, Width.MEDIUM);
    }

    /** What only a sink has; not in Connect. */
    static void defineForSinks(ConfigDef def) {
        KeyList errors = new KeyList(def, GROUP, SINK_PLACE);
        errors.key(
                        BISECT,
                        "Bisect",
                        "Whether a batch that fails as a whole is split to find the records at fault. Not in"
                                + " Connect.")
                .of(Type.BOOLEAN, false)
                .add(MEDIUM, SHORT);
        errors.key(
                        PUT_RETRY_TIMEOUT,
                        "Put retry timeout",
                        "How long, in milliseconds, a batch is put again that the task"
                                + " asked to have again; -1 is without end, as in Connect. Not in Connect.")
                .of(Type.LONG, -1L)
                .checked(Range.atLeast(-1))
                .add(MEDIUM, Width.MEDIUM);
    }
}
