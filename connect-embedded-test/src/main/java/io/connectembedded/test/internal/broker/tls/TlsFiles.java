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
package io.connectembedded.test.internal.broker.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The PKCS12 files of one broker: its own key, one key per user, and the authority all of them trust; and the settings
 * that name them.
 */
public final class TlsFiles {

    private static final String SERVER = "server";
    private static final String TRUST = "trust";

    private final @Nullable Path folder;
    private final String password = UUID.randomUUID().toString();

    private TlsFiles(@Nullable Path folder) {
        this.folder = folder;
    }

    /** For a broker that encrypts nothing. */
    public static TlsFiles none() {
        return new TlsFiles(null);
    }

    /** Writes the files into this folder; a user's certificate is made out to his name. */
    public static TlsFiles create(Path folder, Collection<String> users) {
        TlsFiles files = new TlsFiles(folder);
        try {
            CertificateAuthority authority = CertificateAuthority.create();
            files.write(files.file(TRUST), store -> store.setCertificateEntry("authority", authority.certificate()));
            files.write(files.file(SERVER), files.entry(authority.forServer()));
            for (String user : users) {
                files.write(files.userFile(user), files.entry(authority.forUser(user)));
            }
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    "A class of BouncyCastle is missing, which makes the certificates of a broker with TLS; add"
                            + " org.bouncycastle:bcpkix-jdk18on to the test class path: " + e.getMessage(),
                    e);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The broker's certificates could not be made: " + e.getMessage(), e);
        }
        return files;
    }

    /** For the broker: who it is and whom it trusts. */
    public Map<String, String> server() {
        return both(identityIn(file(SERVER)), trust());
    }

    /** For a client: whom it trusts. */
    public Map<String, String> trust() {
        return store("ssl.truststore.", file(TRUST));
    }

    /** For a client: who it is. */
    public Map<String, String> identity(String user) {
        return identityIn(userFile(user));
    }

    private Map<String, String> identityIn(Path file) {
        return both(store("ssl.keystore.", file), Map.of("ssl.key.password", password));
    }

    private Map<String, String> store(String prefix, Path file) {
        return Map.of(prefix + "location", file.toString(), prefix + "password", password, prefix + "type", "PKCS12");
    }

    private static Map<String, String> both(Map<String, String> one, Map<String, String> other) {
        Map<String, String> all = new LinkedHashMap<>(one);
        all.putAll(other);
        return all;
    }

    private Path userFile(String user) {
        return file("user-" + user);
    }

    private Path file(String name) {
        if (folder == null) {
            throw new IllegalStateException("The broker has no listener that encrypts, so no certificates");
        }
        return folder.resolve(name + ".p12");
    }

    private Content entry(CertificateAuthority.Issued issued) {
        return store -> store.setKeyEntry("own", issued.key(), password.toCharArray(), issued.chain());
    }

    private void write(Path file, Content content) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        content.addTo(store);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
    }

    private interface Content {
        void addTo(KeyStore store) throws GeneralSecurityException;
    }
}
