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
package io.connectembedded.spi;

import java.util.Objects;
import java.util.ServiceLoader;

/**
 * Looks up the implementation of one of the api's seams, such as {@code ConnectWorker.Builder}. Not for users: the
 * api's own factories call it. Thread-safe and without state.
 */
public final class RuntimeServices {
    private RuntimeServices() {}

    /**
     * Creates a new instance of the implementation of {@code seam}, found by {@link ServiceLoader} with the class
     * loader of this library, whatever the thread's context class loader is.
     *
     * @param <T> the nested seam type
     * @param seam the nested seam type
     * @return a new instance with each call
     * @throws IllegalStateException when no implementation is on the class path, naming the artifact to add
     */
    public static <T> T load(Class<T> seam) {
        Objects.requireNonNull(seam, "seam");
        return ServiceLoader.load(seam, RuntimeServices.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No implementation of " + seam.getName()
                        + " found: add io.connectembedded:connect-embedded-core, in the version of"
                        + " connect-embedded-api, to the run-time class path."));
    }
}
