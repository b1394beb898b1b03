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
package io.connectembedded.internal.plugin;

import io.connectembedded.internal.plugin.discovery.Catalogue;
import java.util.List;

/** What to do about a name that no plug-in has. */
record Unknown(Catalogue catalogue, PluginAliases aliases, String asked) {

    /** Whether there is more to say than to add it. */
    boolean isHelpful() {
        return aliases.sharing(asked).size() > 1 || !catalogue.holding(asked).isEmpty() || !near().isEmpty();
    }

    private List<String> near() {
        return NearMatches.of(asked.substring(asked.lastIndexOf('.') + 1), aliases.all());
    }

    String remedy() {
        if (aliases.sharing(asked).size() > 1) {
            return "It stands for several, so write the class: " + String.join(" or ", aliases.sharing(asked));
        }
        if (!catalogue.holding(asked).isEmpty()) {
            return catalogue.holding(asked).get(0) + " holds the class, and no service file there names it: set"
                    + " plugin.discovery to hybrid_warn, or add the file";
        }
        String place = catalogue.isEmpty() ? "the class path" : "the class path or to a folder of plugin.path";
        List<String> near = near();
        return near.isEmpty()
                ? "Add the jar that holds it to " + place + "; known here: " + String.join(", ", aliases.all())
                : "Did you mean " + String.join(" or ", near) + "? Else add the jar that holds it to " + place;
    }
}
