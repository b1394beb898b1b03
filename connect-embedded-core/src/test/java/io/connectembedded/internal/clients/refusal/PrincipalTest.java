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

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.internal.config.security.Login;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalTest {

    private static final String SUBJECT = "CN=alice,OU=Orders,O=Acme Inc,C=DE";

    /** Of {@link #SUBJECT}. */
    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBmzCCAUGgAwIBAgIIaiVnbZt3KfIwCgYIKoZIzj0EAwIwQTELMAkGA1UEBhMC
            REUxETAPBgNVBAoTCEFjbWUgSW5jMQ8wDQYDVQQLEwZPcmRlcnMxDjAMBgNVBAMT
            BWFsaWNlMCAXDTI2MTEyMjIyMDc1NFoYDzIxMjYxMDI5MjIwNzU0WjBBMQswCQYD
            VQQGEwJERTERMA8GA1UEChMIQWNtZSBJbmMxDzANBgNVBAsTBk9yZGVyczEOMAwG
            A1UEAxMFYWxpY2UwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAS8p01MTXimydCP
            ziDCoAeObFPfJUqPGCyrJVML3CVMCjJ0L/T8D4UF7yomvNluobDot1YtykVV6waL
            8b4KgS6VoyEwHzAdBgNVHQ4EFgQUaFp9WXCELji4bqTD7hKVHfHUePswCgYIKoZI
            zj0EAwIDSAAwRQIgHc8f9BZxmO7RG42JINCfaCrjAsqxJmQmcVSMccztRhcCIQCo
            3c1fIgmgROKCLaWS8/vtqsXUmfwu/rk6nf38L84ERA==
            -----END CERTIFICATE-----
            """;

    @TempDir
    Path folder;

    private static Principal principal(String protocol, Map<String, ?> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("security.protocol", protocol);
        return Principal.of(new Login(settings));
    }

    private static Principal ofLogin(String mechanism, String module, String options) {
        return principal(
                "SASL_SSL",
                Map.of("sasl.mechanism", mechanism, "sasl.jaas.config", module + " required " + options + ";"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAINTEXT", "SSL"})
    void who_shows_nothing_is_anonymous(String protocol) {
        assertThat(principal(protocol, Map.of()).name()).isEqualTo("User:ANONYMOUS");
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN, plain.PlainLoginModule",
        "SCRAM-SHA-256, scram.ScramLoginModule",
        "SCRAM-SHA-512, scram.ScramLoginModule"
    })
    void a_user_name_is_the_principal(String mechanism, String module) {
        assertThat(ofLogin(
                        mechanism,
                        "org.apache.kafka.common.security." + module,
                        "username=\"a lice\" password='x;y\"z'"))
                .isEqualTo(new Principal("User:a lice", "User:a lice"));
    }

    @Test
    void a_delegation_token_does_not_tell_its_owner() {
        Principal owner = ofLogin(
                "SCRAM-SHA-256",
                "org.apache.kafka.common.security.scram.ScramLoginModule",
                "username=\"tokenId\" password=\"hmac\" tokenauth=\"true\"");

        assertThat(owner.shown()).contains("owner of the client's delegation token");
        assertThat(owner.name()).startsWith("User:<");
    }

    @Test
    void kerberos_leaves_host_and_realm_out() {
        assertThat(ofLogin("GSSAPI", "com.sun.security.auth.module.Krb5LoginModule", "principal=\"connect/host@REALM\"")
                        .name())
                .isEqualTo("User:connect");
    }

    @Test
    void a_token_tells_its_subject_only_if_the_settings_do() {
        String module = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule";

        assertThat(ofLogin("OAUTHBEARER", module, "unsecuredLoginStringClaim_sub=\"alice\"")
                        .name())
                .isEqualTo("User:alice");
        assertThat(ofLogin("OAUTHBEARER", module, "").shown()).isEqualTo("the principal of the client's token");
    }

    @Test
    void a_login_that_cannot_be_read_fails_nothing() {
        assertThat(ofLogin("PLAIN", "Nonsense", "=").name()).isEqualTo("User:<user name>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void a_certificate_in_a_store_is_told_by_its_subject(String type) throws Exception {
        assertThat(principal(
                        "SSL",
                        Map.of(
                                "ssl.keystore.location",
                                store(type).toString(),
                                "ssl.keystore.type",
                                type,
                                "ssl.keystore.password",
                                new Password("changeit"))))
                .isEqualTo(new Principal("User:" + SUBJECT, "User:" + SUBJECT));
    }

    private Path store(String type) throws IOException, GeneralSecurityException {
        Certificate certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(CERTIFICATE.getBytes(StandardCharsets.US_ASCII)));
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        char[] password = "changeit".toCharArray();
        // The key need not fit: only the certificate is read.
        store.setKeyEntry(
                "alice",
                KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate(),
                password,
                new Certificate[] {certificate});
        Path file = folder.resolve("store." + type);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password);
        }
        return file;
    }

    @Test
    void a_certificate_as_pem_is_told_by_its_subject() throws IOException {
        Path file = Files.writeString(
                folder.resolve("alice.pem"),
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n" + CERTIFICATE);

        assertThat(principal("SSL", Map.of("ssl.keystore.type", "PEM", "ssl.keystore.location", file.toString()))
                        .name())
                .isEqualTo("User:" + SUBJECT);
        assertThat(principal("SSL", Map.of("ssl.keystore.type", "PEM", "ssl.keystore.certificate.chain", CERTIFICATE))
                        .name())
                .isEqualTo("User:" + SUBJECT);
    }

    @Test
    void a_store_that_cannot_be_read_fails_nothing() {
        assertThat(principal(
                                "SSL",
                                Map.of(
                                        "ssl.keystore.location",
                                        folder.resolve("none").toString()))
                        .name())
                .isEqualTo("User:<subject of the certificate>");
    }

    @Test
    void a_subject_with_blanks_is_quoted_in_the_command() {
        assertThat(new AclCommand("kafka:9093", new Principal("", "User:" + SUBJECT)))
                .hasToString(
                        "kafka-acls.sh --bootstrap-server kafka:9093 --add --allow-principal 'User:" + SUBJECT + "'");
    }
}
