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
package io.connectembedded.internal.config.security;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets within a {@code sasl.jaas.config}: a message may tell a part of it. Found by pattern and not by Kafka's parser,
 * for a config that this one refuses holds them too.
 */
public final class JaasSecrets {

    private static final String MODULE = "LoginModule";
    private static final Pattern OPTION =
            Pattern.compile("([\\w.]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|'((?:[^'\\\\]|\\\\.)*)'|([^\\s;\"']+))");

    /** A token authenticates as a password does. */
    private static final Pattern SECRET =
            Pattern.compile("password|passphrase|secret|token|credential|assertion|api[._-]?key|private[._-]?key");

    /** What tells of a secret, and is none: where it comes from, whose it is, how long it holds. */
    private static final Pattern ABOUT_ONE =
            Pattern.compile("(auth|ur[il]|endpoint|name|id|type|location|file|path|issuer|seconds|ms|jwt)$");

    private JaasSecrets() {}

    /** Of any text; empty when it is no login config. A password that equals the user name is none. */
    public static Set<String> within(String text) {
        Set<String> secrets = new TreeSet<>();
        if (!text.contains(MODULE)) {
            return secrets;
        }
        String user = "";
        Matcher options = OPTION.matcher(text);
        while (options.find()) {
            String name = options.group(1).toLowerCase(Locale.ROOT);
            if (name.equals("username")) {
                user = value(options);
            } else if (isSecret(name)) {
                secrets.add(value(options));
                secrets.add(value(options).replaceAll("\\\\(.)", "$1"));
            }
        }
        secrets.remove(user);
        return secrets;
    }

    private static boolean isSecret(String option) {
        return SECRET.matcher(option).find() && !ABOUT_ONE.matcher(option).find();
    }

    private static String value(Matcher option) {
        for (int group = 2; group <= 4; group++) {
            if (option.group(group) != null) {
                return option.group(group);
            }
        }
        return "";
    }
}
