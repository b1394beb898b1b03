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
    private static final int MOST = 2;

    private final String what;
    private final String remedy;
    private final int insight;

    PluginNotFoundException(String message, String remedy, Throwable cause) {
        super(message, cause);
        this.what = message;
        this.remedy = remedy;
        this.insight = MOST;
    }

    PluginNotFoundException(String message, String remedy) {
        this(message, remedy, MOST);
    }

    private PluginNotFoundException(String message, String remedy, int insight) {
        super(message);
        this.what = message;
        this.remedy = remedy;
        this.insight = insight;
    }

    /** Nothing of this kind is known by that name, which may be one of another kind. */
    static PluginNotFoundException unknown(String message, String remedy, boolean isHelpful) {
        return new PluginNotFoundException(message, remedy, isHelpful ? 1 : 0);
    }

    /** How much there is to say, beside what is said of the other kinds of plug-ins. */
    int insight() {
        return insight;
    }

    public String what() {
        return what;
    }

    public String remedy() {
        return remedy;
    }
}
