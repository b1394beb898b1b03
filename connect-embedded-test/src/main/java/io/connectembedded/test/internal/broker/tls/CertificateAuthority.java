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

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;

/**
 * Signs certificates. Written out byte by byte, since the JDK reads certificates but makes them only in a process of its
 * own, keytool, at half a second each.
 */
final class CertificateAuthority {

    private static final String NAME = "Authority of a Kafka broker for tests";
    private static final Duration BEFORE = Duration.ofDays(1);
    private static final Duration AFTER = Duration.ofDays(365);
    private static final int SERIAL_BITS = 100;
    private static final int VERSION_3 = 2;

    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final PrivateKey key;
    private final X509Certificate certificate;

    private CertificateAuthority(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** A key with the certificates that vouch for it. */
    record Issued(PrivateKey key, Certificate[] chain) {}

    static CertificateAuthority create() throws GeneralSecurityException {
        KeyPair pair = newPair();
        return new CertificateAuthority(
                pair.getPrivate(), sign(pair.getPrivate(), NAME, pair.getPublic(), isAuthority()));
    }

    X509Certificate certificate() {
        return certificate;
    }

    Issued forServer() throws GeneralSecurityException {
        return issue("127.0.0.1", namesOfServer());
    }

    Issued forUser(String name) throws GeneralSecurityException {
        return issue(name);
    }

    private Issued issue(String name, byte[]... extensions) throws GeneralSecurityException {
        KeyPair pair = newPair();
        X509Certificate issued = sign(key, name, pair.getPublic(), extensions);
        return new Issued(pair.getPrivate(), new Certificate[] {issued, certificate});
    }

    private static KeyPair newPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static byte[] isAuthority() {
        return extension(Der.oid(2, 5, 29, 19), Der.sequence(Der.yes()));
    }

    private static byte[] namesOfServer() {
        return extension(
                Der.oid(2, 5, 29, 17),
                Der.sequence(Der.implicit(2, Der.ascii("localhost")), Der.implicit(7, LOOPBACK)));
    }

    private static byte[] extension(byte[] id, byte[] value) {
        return Der.sequence(id, Der.octets(value));
    }

    private static X509Certificate sign(PrivateKey key, String name, PublicKey owner, byte[]... extensions)
            throws GeneralSecurityException {
        byte[] content = content(name, owner, extensions);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(content);
        byte[] encoded = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static byte[] content(String name, PublicKey owner, byte[]... extensions) {
        Instant now = Instant.now();
        byte[] body = Der.concatenated(
                Der.explicit(0, Der.integer(BigInteger.valueOf(VERSION_3))),
                Der.integer(new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE)),
                ECDSA_WITH_SHA256,
                commonName(NAME),
                Der.sequence(Der.time(now.minus(BEFORE)), Der.time(now.plus(AFTER))),
                commonName(name),
                owner.getEncoded());
        return extensions.length == 0
                ? Der.sequence(body)
                : Der.sequence(body, Der.explicit(3, Der.sequence(extensions)));
    }

    private static byte[] commonName(String name) {
        return Der.sequence(Der.set(Der.sequence(Der.oid(2, 5, 4, 3), Der.utf8(name))));
    }
}
