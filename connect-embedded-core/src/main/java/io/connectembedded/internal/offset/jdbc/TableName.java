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
package io.connectembedded.internal.offset.jdbc;

import java.util.regex.Pattern;

/** A name that may stand in SQL as it is. */
record TableName(String name) {

    static final TableName USUAL = new TableName("connect_offsets");

    private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*\\.)?[A-Za-z_][A-Za-z0-9_]*");

    static TableName of(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name for a table of offsets: it is made of letters,"
                            + " digits and _, does not begin with a digit, and may have a schema and a dot before it");
        }
        return new TableName(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
