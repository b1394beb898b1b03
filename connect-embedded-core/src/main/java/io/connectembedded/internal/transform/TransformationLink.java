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
package io.connectembedded.internal.transform;

import io.connectembedded.inapp.RecordFunction;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One transformation of a chain, with the predicate that says for which records it is (KIP-585). It does not own its
 * plug-ins; the chain closes them. Task thread.
 *
 * @param <R> the plug-in's kind of record
 */
public final class TransformationLink<R extends ConnectRecord<R>> {

    private final PluginCall<R, R> step;
    private final @Nullable PluginCall<R, Boolean> condition;
    private final boolean negate;

    private TransformationLink(PluginCall<R, R> step, @Nullable PluginCall<R, Boolean> condition, boolean negate) {
        this.step = step;
        this.condition = condition;
        this.negate = negate;
    }

    public static <R extends ConnectRecord<R>> TransformationLink<R> of(Transformation<R> transformation) {
        PluginCall.Code<R, R> code = transformation::apply;
        return new TransformationLink<>(new PluginCall<>(transformation.getClass(), code), null, false);
    }

    /** The host's own function. */
    public static <R extends ConnectRecord<R>> TransformationLink<R> of(String alias, RecordFunction function) {
        PluginCall.Code<R, R> code = record -> applied(alias, function, record);
        return new TransformationLink<>(new PluginCall<>(function.getClass(), code), null, false);
    }

    /** The same link for the records the predicate holds for, or with {@code negate} for all others. */
    public TransformationLink<R> when(Predicate<R> predicate, boolean negate) {
        PluginCall.Code<R, Boolean> code = predicate::test;
        return new TransformationLink<>(step, new PluginCall<>(predicate.getClass(), code), negate);
    }

    @SuppressWarnings("unchecked") // R is SourceRecord or SinkRecord, and that is what is asked here.
    private static <R extends ConnectRecord<R>> @Nullable R applied(String alias, RecordFunction function, R record)
            throws Exception {
        ConnectRecord<?> answer = function.apply(record);
        Class<?> wanted = record instanceof SinkRecord ? SinkRecord.class : SourceRecord.class;
        if (answer != null && !wanted.isInstance(answer)) {
            throw new DataException("The transformation " + alias + " was given a " + wanted.getSimpleName()
                    + " and returned a " + answer.getClass().getName() + "; make what it returns with newRecord");
        }
        return (R) answer;
    }

    /** What failures of this link are told of: the transformation, also when its predicate failed, as in Connect. */
    Class<?> plugin() {
        return step.plugin();
    }

    @Nullable
    R apply(R record) throws Exception {
        boolean skipped = condition != null && Boolean.valueOf(negate).equals(condition.of(record));
        return skipped ? record : step.of(record);
    }
}
