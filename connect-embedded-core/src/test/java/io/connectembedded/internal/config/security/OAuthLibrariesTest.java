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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OAuthLibrariesTest {

    private static final String JACKSON = "com.fasterxml.jackson.core:jackson-databind";
    private static final String JOSE = "org.bitbucket.b_c:jose4j";
    private static final String OAUTH = "org.apache.kafka.common.security.oauthbearer.";

    private static Map<String, String> oauth(String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "bootstrap.servers",
                "localhost:1",
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "OAUTHBEARER",
                "sasl.jaas.config",
                OAUTH + "OAuthBearerLoginModule required unsecuredLoginStringClaim_sub=\"alice\";"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    private static String[] handled(String... more) {
        return Stream.concat(
                        Stream.of("sasl.login.callback.handler.class", OAUTH + "OAuthBearerLoginCallbackHandler"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private static String missing(Map<String, String> settings, String... absent) {
        return OAuthLibraries.missing(
                        new Login(settings), name -> Stream.of(absent).noneMatch(name::startsWith))
                .orElse("");
    }

    @Test
    void jackson_that_is_missing_is_named() {
        assertThat(missing(oauth(), "com.fasterxml")).contains(JACKSON).contains("add it to the application");
        assertThat(missing(oauth(handled()), "com.fasterxml")).contains(JACKSON);
        assertThat(missing(oauth())).isEmpty();
    }

    @Test
    void the_default_validator_needs_jose_and_another_does_without() {
        assertThat(missing(oauth(handled()), "org.jose4j")).contains(JOSE).contains("ClientJwtValidator");
        assertThat(missing(
                        oauth(handled("sasl.oauthbearer.jwt.validator.class", OAUTH + "ClientJwtValidator")),
                        "org.jose4j"))
                .isEmpty();
        assertThat(missing(oauth(), "org.jose4j")).isEmpty();
    }

    @Test
    void who_logs_in_by_code_of_somebody_else_needs_none_of_it() {
        assertThat(missing(
                        oauth("sasl.login.callback.handler.class", "com.cloud.Handler"), "com.fasterxml", "org.jose4j"))
                .isEmpty();
        assertThat(missing(
                        oauth(handled(
                                "sasl.oauthbearer.jwt.validator.class",
                                "com.cloud.Validator",
                                "sasl.oauthbearer.jwt.retriever.class",
                                "com.cloud.Retriever")),
                        "com.fasterxml",
                        "org.jose4j"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"security.protocol,PLAINTEXT", "sasl.mechanism,PLAIN"})
    void who_uses_no_tokens_needs_none_of_it(String key, String value) {
        assertThat(missing(oauth(key, value), "com.fasterxml", "org.jose4j")).isEmpty();
    }

    /** Kafka's clients on a class path of their own, without what matches. */
    private static URLClassLoader without(String... artifacts) throws IOException {
        return new URLClassLoader(
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> Stream.of(artifacts).noneMatch(entry::contains))
                        .map(entry -> url(Path.of(entry)))
                        .toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader());
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** What a real client dies of, and whether the check would have known. */
    private static Throwable failureOfAdmin(URLClassLoader loader, Map<String, String> settings) throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            Properties given = new Properties();
            given.putAll(settings);
            Method create =
                    loader.loadClass("org.apache.kafka.clients.admin.Admin").getMethod("create", Properties.class);
            Throwable thrown = catchThrowable(() -> create.invoke(null, given));
            assertThat(thrown).isInstanceOf(InvocationTargetException.class);
            return thrown.getCause();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void the_check_knows_what_a_real_client_without_jackson_dies_of() throws Exception {
        try (URLClassLoader loader = without("jackson-databind")) {
            assertThat(OAuthLibraries.missing(new Login(oauth()), name -> OAuthLibraries.isThere(name, loader)))
                    .hasValueSatisfying(told -> assertThat(told).contains(JACKSON));
            assertThat(OAuthLibraries.missing(failureOfAdmin(loader, oauth())))
                    .hasValueSatisfying(told -> assertThat(told).contains(JACKSON));
        }
    }

    @Test
    void the_check_knows_what_a_real_client_without_jose_dies_of() throws Exception {
        // A place for tokens that no system property allows would be refused before.
        Map<String, String> settings = oauth(handled(
                "sasl.oauthbearer.jwt.retriever.class", OAUTH + "ClientCredentialsJwtRetriever",
                "sasl.oauthbearer.client.credentials.client.id", "id",
                "sasl.oauthbearer.client.credentials.client.secret", "hunter22",
                "sasl.oauthbearer.token.endpoint.url", "http://localhost:1/token"));
        System.setProperty("org.apache.kafka.sasl.oauthbearer.allowed.urls", "http://localhost:1/token");
        try (URLClassLoader loader = without("jose4j")) {
            assertThat(OAuthLibraries.missing(new Login(settings), name -> OAuthLibraries.isThere(name, loader)))
                    .hasValueSatisfying(told -> assertThat(told).contains(JOSE));
            assertThat(OAuthLibraries.missing(failureOfAdmin(loader, settings)))
                    .hasValueSatisfying(told -> assertThat(told).contains(JOSE));
        } finally {
            System.clearProperty("org.apache.kafka.sasl.oauthbearer.allowed.urls");
        }
    }
}
