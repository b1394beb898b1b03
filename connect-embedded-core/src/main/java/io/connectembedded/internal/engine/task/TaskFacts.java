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
package io.connectembedded.internal.engine.task;

import io.connectembedded.internal.engine.control.TaskPlan;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.transform.TaskConverters;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.components.Versioned;
import org.jspecify.annotations.Nullable;

/** Which classes of which versions a task is made of, under the names of Connect's metrics (KIP-891). */
final class TaskFacts {

    private static final String UNDEFINED = "undefined";

    private TaskFacts() {}

    static Map<String, String> of(TaskPlan plan, @Nullable String taskVersion, TaskConverters converters) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("connector-class", plan.config().connectorClass().getName());
        facts.put("connector-type", plan.config().type().name().toLowerCase(Locale.ROOT));
        facts.put("connector-version", plan.connectorVersion());
        facts.put("task-class", plan.taskClass().getName());
        facts.put("task-version", taskVersion == null ? UNDEFINED : taskVersion);
        converter(facts, "key", converters.keyClass(), converters.key());
        converter(facts, "value", converters.valueClass(), converters.value());
        converter(facts, "header", converters.headerClass(), converters.header());
        return facts;
    }

    private static void converter(Map<String, String> facts, String kind, Class<?> type, Versioned converter) {
        facts.put(kind + "-converter-class", type.getName());
        facts.put(kind + "-converter-version", PluginClasses.version(converter));
    }
}
