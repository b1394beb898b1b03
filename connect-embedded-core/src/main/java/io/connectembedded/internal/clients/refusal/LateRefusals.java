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

import io.connectembedded.internal.lifecycle.Failures;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Of a client that is made later: until its settings are known nobody can refuse it. */
public final class LateRefusals implements Refusing {

    private final String whose;
    private volatile @Nullable Refusals known;

    /** {@code whose} client it is, for messages, such as {@code task orders-0}. */
    public LateRefusals(String whose) {
        this.whose = whose;
    }

    /** The settings the client is made with; returns them. */
    public Map<String, Object> of(Map<String, Object> settings) {
        known = Refusals.of(whose, settings);
        return settings;
    }

    @Override
    public String told(Throwable thrown, Asked asked) {
        Refusals refusals = known;
        return refusals == null ? Failures.messageOf(thrown) : refusals.told(thrown, asked);
    }
}
