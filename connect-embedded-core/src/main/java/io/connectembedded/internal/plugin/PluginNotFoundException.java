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

/** A config names a plug-in that cannot be used; message and remedy are meant for the one who wrote the config. */
public final class PluginNotFoundException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String what;
    private final String remedy;

    PluginNotFoundException(String message, String remedy, Throwable cause) {
        super(message, cause);
        this.what = message;
        this.remedy = remedy;
    }

    PluginNotFoundException(String message, String remedy) {
        super(message);
        this.what = message;
        this.remedy = remedy;
    }

    public String what() {
        return what;
    }

    public String remedy() {
        return remedy;
    }
}
