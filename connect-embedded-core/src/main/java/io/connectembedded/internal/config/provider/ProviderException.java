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
package io.connectembedded.internal.config.provider;

import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** A config provider did not answer; what and remedy are meant for the one who wrote the config. */
public final class ProviderException extends ConnectException {

    private static final long serialVersionUID = 1L;

    private final String what;
    private final String remedy;
    private final Set<String> references;

    ProviderException(String what, String remedy, Set<String> references, @Nullable Throwable cause) {
        super(what + "; " + remedy, cause);
        this.what = what;
        this.remedy = remedy;
        this.references = Set.copyOf(references);
    }

    public String what() {
        return what;
    }

    public String remedy() {
        return remedy;
    }

    /** Whether this value holds what was asked for. */
    public boolean concerns(String value) {
        return references.stream().anyMatch(value::contains);
    }
}
