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
package io.connectembedded.internal.clients.refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The call of Kafka's {@code kafka-acls.sh} that allows what was refused. */
final class AclCommand {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:,=@/+-]+");

    private final List<String> words = new ArrayList<>();

    AclCommand(String servers, Principal principal) {
        words.addAll(List.of("kafka-acls.sh", "--bootstrap-server", quoted(servers), "--add"));
        words.addAll(List.of("--allow-principal", quoted(principal.name())));
    }

    AclCommand operations(List<String> operations) {
        operations.forEach(operation -> words.addAll(List.of("--operation", operation)));
        return this;
    }

    AclCommand on(String option, String name) {
        words.addAll(List.of(option, quoted(name)));
        return this;
    }

    AclCommand onCluster() {
        words.add("--cluster");
        return this;
    }

    /** For a shell, which would break a certificate's subject at its blanks. */
    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
