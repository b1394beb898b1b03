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
import io.connectembedded.internal.lifecycle.Failures;
import java.util.Locale;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/** Why Kafka does not know a client, or the client does not trust Kafka, and what to do about it. */
final class LoginTrouble {

    private static final int DEEPEST_CAUSE = 20;

    private final Login login;
    private final String whose;

    LoginTrouble(Login login, String whose) {
        this.login = login;
        this.whose = whose;
    }

    String told(Throwable thrown, String servers) {
        boolean tls = thrown instanceof SslAuthenticationException;
        return (tls
                        ? "the TLS connection of " + whose + " to Kafka at " + servers + " failed"
                        : "Kafka at " + servers + " refuses the login of " + user() + " by " + whose)
                + " (" + setting() + ": " + (tls ? Failures.messageOf(deepest(thrown)) : Failures.messageOf(thrown))
                + "); " + (tls ? tlsRemedy(deepest(thrown)) : saslRemedy(thrown));
    }

    /** The settings on which a login depends, without their secrets. */
    String setting() {
        return "security.protocol=" + login.protocol()
                + (login.isSasl() ? ", sasl.mechanism=" + login.mechanism() : "");
    }

    private String user() {
        Principal principal = Principal.of(login);
        return principal.shown().startsWith("User:")
                ? "user " + principal.shown().substring("User:".length())
                : principal.shown();
    }

    private String saslRemedy(Throwable thrown) {
        if (thrown instanceof UnsupportedSaslMechanismException) {
            return "set " + SaslConfigs.SASL_MECHANISM + " to a mechanism that this port of the broker enables";
        }
        if (thrown instanceof IllegalSaslStateException) {
            return "this port expects no such login: correct security.protocol or the port";
        }
        if (!login.isSasl()) {
            return "correct security.protocol, or name a client certificate in ssl.keystore.*";
        }
        return login.mechanism().equals("OAUTHBEARER")
                ? "correct the token's source in sasl.oauthbearer.* and sasl.jaas.config, or what the broker expects of"
                        + " a token"
                : "correct the user name and password in sasl.jaas.config, or the user at the broker";
    }

    private static String tlsRemedy(Throwable deepest) {
        String reason = Failures.messageOf(deepest).toLowerCase(Locale.ROOT);
        if (reason.contains("certification path") || reason.contains("trustanchors")) {
            return "name a store with the authority that signed the broker's certificate in ssl.truststore.location";
        }
        if (reason.contains("no name matching") || reason.contains("subject alternative")) {
            return "use a host name in bootstrap.servers that the broker's certificate bears, or have one made that bears"
                    + " this one";
        }
        if (reason.contains("fatal alert") || reason.contains("certificate_required")) {
            return "the broker wants a client certificate that it trusts: correct ssl.keystore.*, or have the broker"
                    + " trust its authority";
        }
        return "correct security.protocol, ssl.truststore.* and ssl.keystore.*, or the port";
    }

    private static Throwable deepest(Throwable thrown) {
        Throwable deepest = thrown;
        for (int depth = 0; deepest.getCause() != null && depth < DEEPEST_CAUSE; depth++) {
            deepest = deepest.getCause();
        }
        return deepest;
    }
}
