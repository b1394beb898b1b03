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
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Signs certificates: the keys and the signatures are the JDK's, the form is BouncyCastle's, whose security provider is
 * never asked for, so that the JVM has the providers it had.
 */
final class CertificateAuthority {

    private static final String NAME = "Authority of a Kafka broker for tests";
    private static final Duration BEFORE = Duration.ofDays(1);
    private static final Duration AFTER = Duration.ofDays(365);
    private static final int SERIAL_BITS = 100;

    private final PrivateKey key;
    private final X509Certificate certificate;

    private CertificateAuthority(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** A key with the certificates that vouch for it. */
    record Issued(PrivateKey key, Certificate[] chain) {}

    static CertificateAuthority create() throws GeneralSecurityException, IOException {
        KeyPair pair = newPair();
        return new CertificateAuthority(
                pair.getPrivate(), sign(pair.getPrivate(), NAME, pair.getPublic(), isAuthority()));
    }

    X509Certificate certificate() {
        return certificate;
    }

    Issued forServer() throws GeneralSecurityException, IOException {
        return issue("127.0.0.1", namesOfServer());
    }

    Issued forUser(String name) throws GeneralSecurityException, IOException {
        return issue(name);
    }

    private Issued issue(String name, Extension... extensions) throws GeneralSecurityException, IOException {
        KeyPair pair = newPair();
        X509Certificate issued = sign(key, name, pair.getPublic(), extensions);
        return new Issued(pair.getPrivate(), new Certificate[] {issued, certificate});
    }

    private static KeyPair newPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static Extension isAuthority() throws IOException {
        return Extension.create(Extension.basicConstraints, true, new BasicConstraints(true));
    }

    private static Extension namesOfServer() throws IOException {
        GeneralName[] names = {
            new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        };
        return Extension.create(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }

    private static X509Certificate sign(PrivateKey key, String name, PublicKey owner, Extension... extensions)
            throws GeneralSecurityException, IOException {
        X509v3CertificateBuilder content = content(name, owner);
        for (Extension extension : extensions) {
            content.addExtension(extension);
        }
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(content.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException e) {
            throw new SignatureException(e.getMessage(), e);
        }
    }

    private static X509v3CertificateBuilder content(String name, PublicKey owner) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                commonName(NAME),
                new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE),
                Date.from(now.minus(BEFORE)),
                Date.from(now.plus(AFTER)),
                commonName(name),
                owner);
    }

    private static X500Name commonName(String name) {
        return new X500NameBuilder().addRDN(BCStyle.CN, name).build();
    }
}
