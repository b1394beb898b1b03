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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.connectembedded.test.BrokerSecurity;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.internal.ClassPathWithout;
import java.lang.reflect.Array;
import java.security.Security;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What BouncyCastle is needed for, and what it leaves alone. */
class BouncyCastleTest {

    private final ClassLoader without = new ClassPathWithout("org.bouncycastle.");

    @Test
    void without_it_the_message_of_a_broker_that_encrypts_names_the_artifact() {
        assertThat(catchThrowable(() -> secured("TLS")))
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("A class of BouncyCastle is missing")
                .hasMessageContaining("add org.bouncycastle:bcpkix-jdk18on to the test class path");
    }

    @Test
    void a_broker_that_encrypts_nothing_does_without_it() {
        assertThatCode(() -> secured("SASL_PLAIN").close()).doesNotThrowAnyException();
    }

    @Test
    void certificates_need_no_further_security_provider() throws Exception {
        List<?> before = List.of(Security.getProviders());
        CertificateAuthority.create().forUser("alice");
        assertThat(List.of(Security.getProviders())).isEqualTo(before);
    }

    /** {@code KafkaBroker.secured(BrokerSecurity.listeners(…))} of the classes without BouncyCastle. */
    private AutoCloseable secured(String listener) throws Exception {
        Class<?> listeners = without.loadClass(BrokerSecurity.Listener.class.getName());
        Class<?> security = without.loadClass(BrokerSecurity.class.getName());
        Object none = Array.newInstance(listeners, 0);
        Object one = listeners.getMethod("valueOf", String.class).invoke(null, listener);
        Object wanted =
                security.getMethod("listeners", listeners, none.getClass()).invoke(null, one, none);
        return (AutoCloseable) without.loadClass(KafkaBroker.class.getName())
                .getMethod("secured", security)
                .invoke(null, wanted);
    }
}
