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

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.jspecify.annotations.Nullable;

/** Defines the keys of one group, one after another. */
final class KeyList {

    private final ConfigDef def;
    private final String group;
    private int order;

    /** {@code first} is the place of the first key in its group. */
    KeyList(ConfigDef def, String group, int first) {
        this.def = def;
        this.group = group;
        this.order = first - 1;
    }

    Key key(String name, String display, String documentation) {
        return new Key(name, display, documentation);
    }

    /** A key on its way into the list. */
    final class Key {

        private final String name;
        private final String display;
        private final String documentation;
        private Type type = Type.STRING;
        private @Nullable Object byDefault = ConfigDef.NO_DEFAULT_VALUE;
        private @Nullable Validator validator;

        private Key(String name, String display, String documentation) {
            this.name = name;
            this.display = display;
            this.documentation = documentation;
        }

        Key required(Type type) {
            this.type = type;
            return this;
        }

        Key of(Type type, @Nullable Object byDefault) {
            this.type = type;
            this.byDefault = byDefault;
            return this;
        }

        Key checked(Validator validator) {
            this.validator = validator;
            return this;
        }

        void add(Importance importance, Width width) {
            def.define(
                    name,
                    type,
                    byDefault,
                    validator,
                    importance,
                    documentation,
                    group,
                    ++order,
                    width,
                    display,
                    List.of());
        }
    }
}
