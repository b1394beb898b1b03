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
import java.util.Optional;

/**
 * Who a client is to Kafka's authorizer, as the broker's default principal builder makes it of the client's settings.
 *
 * @param shown for a sentence
 * @param name for an ACL; a placeholder in angle brackets when the settings do not tell
 */
record Principal(String shown, String name) {

    static Principal of(Login login) {
        if (!login.isSasl()) {
            return login.isTls() ? ofCertificate(login) : user("ANONYMOUS");
        }
        return switch (login.mechanism()) {
            case "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512" -> ofUserName(login);
            case "GSSAPI" -> ofKerberos(login);
            case "OAUTHBEARER" -> ofToken(login);
            default -> unknown("the principal of the client's login", "<name>");
        };
    }

    private static Principal user(String name) {
        return new Principal("User:" + name, "User:" + name);
    }

    private static Principal unknown(String what, String placeholder) {
        return new Principal(what, "User:" + placeholder);
    }

    private static Principal ofUserName(Login login) {
        if (login.option("tokenauth").filter(Boolean::parseBoolean).isPresent()) {
            return unknown("the owner of the client's delegation token", "<owner of the token>");
        }
        return login.option("username")
                .map(Principal::user)
                .orElseGet(() -> unknown("the principal of the client's login", "<user name>"));
    }

    /** By Kafka's default rule: neither host nor realm. */
    private static Principal ofKerberos(Login login) {
        return login.option("principal")
                .map(name -> user(name.split("[/@]", 2)[0]))
                .orElseGet(() -> unknown("the principal of the client's Kerberos ticket", "<name>"));
    }

    private static Principal ofToken(Login login) {
        Optional<String> claimed = login.option("unsecuredLoginPrincipalClaimName")
                .or(() -> Optional.of("sub"))
                .flatMap(claim -> login.option("unsecuredLoginStringClaim_" + claim));
        return claimed.map(Principal::user)
                .orElseGet(() -> unknown("the principal of the client's token", "<subject of the token>"));
    }

    private static Principal ofCertificate(Login login) {
        if (!CertificateSubject.isGiven(login)) {
            return user("ANONYMOUS");
        }
        return CertificateSubject.of(login)
                .map(Principal::user)
                .orElseGet(() -> unknown("the subject of the client's certificate", "<subject of the certificate>"));
    }
}
