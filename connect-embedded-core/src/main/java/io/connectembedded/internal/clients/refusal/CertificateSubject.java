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

import io.connectembedded.internal.config.security.Login;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.SslConfigs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The subject of a client's own certificate, from {@code ssl.keystore.*}; read when a message needs it. */
final class CertificateSubject {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateSubject.class);

    private static final Pattern FIRST_IN_PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", Pattern.DOTALL);

    private CertificateSubject() {}

    static boolean isGiven(Login login) {
        return !(login.text(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, "")
                        + login.text(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, "")
                        + login.text(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, ""))
                .isEmpty();
    }

    /** As Kafka writes it; empty when it cannot be read. */
    static Optional<String> of(Login login) {
        try {
            return certificate(login)
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .map(found -> found.getSubjectX500Principal().getName());
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // The message does without it; that the store cannot be read the client itself has told by then.
            LOG.debug(
                    "The client's certificate cannot be read: {}", e.getClass().getName());
            return Optional.empty();
        }
    }

    private static Optional<? extends Certificate> certificate(Login login)
            throws IOException, GeneralSecurityException {
        String type = login.text(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, SslConfigs.DEFAULT_SSL_KEYSTORE_TYPE)
                .toUpperCase(Locale.ROOT);
        String location = login.text(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, "");
        if (type.equals("PEM")) {
            String chain = login.text(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, "");
            return ofPem(chain.isEmpty() ? Files.readString(Path.of(location)) : chain);
        }
        return location.isEmpty() ? Optional.empty() : ofStore(type, Path.of(location), login);
    }

    private static Optional<? extends Certificate> ofPem(String text) throws GeneralSecurityException {
        Matcher first = FIRST_IN_PEM.matcher(text);
        if (!first.find()) {
            return Optional.empty();
        }
        byte[] bytes = first.group().getBytes(StandardCharsets.US_ASCII);
        return Optional.of(
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes)));
    }

    private static Optional<? extends Certificate> ofStore(String type, Path location, Login login)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(type);
        String password = login.text(SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG, "");
        try (InputStream in = Files.newInputStream(location)) {
            store.load(in, password.isEmpty() ? null : password.toCharArray());
        }
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                return Optional.ofNullable(store.getCertificate(alias));
            }
        }
        return Optional.empty();
    }
}
