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
package io.connectembedded.test.internal.script;

import java.util.Map;
import java.util.WeakHashMap;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Where a connector, of which the worker knows the class alone, finds the script of its test. */
public final class Scripts {

    /** The config key of the script's id. */
    public static final String KEY = "script";

    // Static because a worker makes its plug-ins through a constructor without arguments and hands them nothing but
    // strings. Weak by the very string that register returns: a script stays for as long as the test's handle, a spec
    // or a config holds that string, and no script holds its own.
    private static final Scripts REGISTER = new Scripts();

    private final Map<String, Object> open = new WeakHashMap<>(); // guarded by this
    private long last; // guarded by this

    private Scripts() {}

    /** Returns the id of this script; whoever keeps the id keeps the script. */
    public static String register(Object script) {
        return REGISTER.add(script);
    }

    /** Numbered, so that two runs of one test say the same. */
    private synchronized String add(Object script) {
        last++;
        String id = Long.toString(last);
        open.put(id, script);
        return id;
    }

    private synchronized @Nullable Object get(String id) {
        return open.get(id);
    }

    static <T> T find(Map<String, String> config, Class<T> type) {
        String id = config.get(KEY);
        Object script = find(id);
        if (!type.isInstance(script)) {
            throw new ConnectException("Connector '" + config.get("name") + "' names '" + id + "' as its script, and "
                    + (script == null ? "there is none of that id in this JVM" : "that is one for the other direction")
                    + "; take its spec from ScriptedSource.spec or RecordingSink.spec, in the JVM that runs it.");
        }
        return type.cast(script);
    }

    static @Nullable Object find(@Nullable String id) {
        return id == null ? null : REGISTER.get(id);
    }
}
