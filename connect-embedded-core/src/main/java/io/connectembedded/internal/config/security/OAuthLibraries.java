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

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka's clients need for OAUTHBEARER and do not bring along. Without it they end in a
 * {@code NoClassDefFoundError}; here it gets the name of the artifact.
 */
public final class OAuthLibraries {

    private static final String OAUTH = "org.apache.kafka.common.security.oauthbearer.";
    private static final String HANDLER = OAUTH + "OAuthBearerLoginCallbackHandler";
    private static final Set<String> SIGNATURE_VALIDATORS =
            Set.of(OAUTH + "DefaultJwtValidator", OAUTH + "BrokerJwtValidator");
    private static final String DEFAULT_RETRIEVER = OAUTH + "DefaultJwtRetriever";
    private static final String JACKSON = "com.fasterxml.jackson.";
    private static final String JOSE = "org.jose4j.";
    private static final int DEEPEST_CAUSE = 20;

    private OAuthLibraries() {}

    /** Whether Kafka's clients find this class. */
    public static Predicate<String> ofKafka() {
        return name -> isThere(name, CommonClientConfigs.class.getClassLoader());
    }

    static boolean isThere(String name, @Nullable ClassLoader loader) {
        try {
            return Class.forName(name, false, loader) != null;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** What is missing, told with its remedy; {@code there} tells whether a class can be found. */
    public static Optional<String> missing(Login login, Predicate<String> there) {
        if (!login.isSasl() || !login.mechanism().equals("OAUTHBEARER")) {
            return Optional.empty();
        }
        if (needsJackson(login) && !there.test(JACKSON + "databind.ObjectMapper")) {
            return Optional.of(jackson());
        }
        if (needsJose(login) && !there.test(JOSE + "keys.resolvers.VerificationKeyResolver")) {
            return Optional.of(jose());
        }
        return Optional.empty();
    }

    /** The same, if that is why a client could not be made or log in. */
    public static Optional<String> missing(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException) {
                String name = String.valueOf(cause.getMessage()).replace('/', '.');
                if (name.contains(JACKSON)) {
                    return Optional.of(jackson());
                }
                if (name.contains(JOSE)) {
                    return Optional.of(jose());
                }
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /** A handler of somebody else's needs what it needs. */
    private static boolean needsJackson(Login login) {
        String handler = login.text(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, "");
        if (!handler.equals(HANDLER)) {
            return handler.isEmpty();
        }
        String retriever = login.text(SaslConfigs.SASL_OAUTHBEARER_JWT_RETRIEVER_CLASS, DEFAULT_RETRIEVER);
        return retriever.startsWith(OAUTH) || validator(login).startsWith(OAUTH);
    }

    private static boolean needsJose(Login login) {
        return login.text(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, "").equals(HANDLER)
                && SIGNATURE_VALIDATORS.contains(validator(login));
    }

    private static String validator(Login login) {
        return login.text(SaslConfigs.SASL_OAUTHBEARER_JWT_VALIDATOR_CLASS, OAUTH + "DefaultJwtValidator");
    }

    private static String jackson() {
        return "Kafka's clients need the artifact com.fasterxml.jackson.core:jackson-databind for OAUTHBEARER, and it is"
                + " not on the class path; add it to the application's dependencies";
    }

    private static String jose() {
        return "Kafka's clients need the artifact org.bitbucket.b_c:jose4j for the default of"
                + " sasl.oauthbearer.jwt.validator.class, and it is not on the class path; add it to the application's"
                + " dependencies, or set sasl.oauthbearer.jwt.validator.class=" + OAUTH + "ClientJwtValidator, which"
                + " leaves the token's signature to the broker";
    }
}
