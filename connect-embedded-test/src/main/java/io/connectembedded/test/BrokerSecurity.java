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
package io.connectembedded.test;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a broker of {@link KafkaBroker#secured} is reached, by whom, and what they may do. Immutable; each method returns
 * a changed copy.
 *
 * <p>Principals are named as Kafka does by default: {@code User:alice} who logs in by SASL, {@code User:CN=alice} who
 * shows a certificate, {@link #ANONYMOUS} who does neither.
 */
public final class BrokerSecurity {

    /** The principal of all clients of {@link Listener#PLAINTEXT} and {@link Listener#TLS}. */
    public static final String ANONYMOUS = "User:ANONYMOUS";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9._!#%&*+/:?@^~-]+");

    /** An address of the broker and the way to log in there. */
    public enum Listener {
        /** Neither encrypted nor authenticated. */
        PLAINTEXT,
        /** {@code SASL_PLAINTEXT} with mechanism {@code PLAIN}: name and password. */
        SASL_PLAIN,
        /** {@code SASL_SSL} with mechanism {@code SCRAM-SHA-512}: encrypted, name and password. */
        SASL_SCRAM,
        /** {@code SSL}: encrypted, not authenticated. */
        TLS,
        /** {@code SSL} with a certificate demanded of the client, made out to the user's name. */
        CLIENT_CERTIFICATE,
        /**
         * {@code SASL_PLAINTEXT} with mechanism {@code OAUTHBEARER} and Kafka's unsecured tokens: the broker believes
         * the name in the token. Its client needs {@code com.fasterxml.jackson.core:jackson-databind}.
         */
        OAUTHBEARER
    }

    private final Set<Listener> listeners;
    private final Map<String, String> passwords;
    private final Set<String> superUsers;
    private final boolean acls;

    private BrokerSecurity(
            Set<Listener> listeners, Map<String, String> passwords, Set<String> superUsers, boolean acls) {
        this.listeners = Collections.unmodifiableSet(listeners);
        this.passwords = Collections.unmodifiableMap(passwords);
        this.superUsers = Collections.unmodifiableSet(superUsers);
        this.acls = acls;
    }

    /** A broker with these listeners, without users, where everybody may do everything. */
    public static BrokerSecurity listeners(Listener first, Listener... more) {
        Set<Listener> all = new LinkedHashSet<>();
        all.add(Objects.requireNonNull(first, "first"));
        all.addAll(List.of(more));
        return new BrokerSecurity(all, Map.of(), Set.of(), false);
    }

    /**
     * Adds a user: with this password at {@link Listener#SASL_PLAIN} and {@link Listener#SASL_SCRAM}, with a certificate
     * of this name at {@link Listener#CLIENT_CERTIFICATE}, with a token of this name at {@link Listener#OAUTHBEARER}.
     *
     * @param name letters, digits, dots, underscores and hyphens
     * @param password letters, digits and {@code . _ ! # % & * + / : ? @ ^ ~ -}
     * @throws IllegalArgumentException if the name or the password has another character; it does not show the password
     */
    public BrokerSecurity user(String name, String password) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "User name '" + name + "' is not made of letters, digits, dots, underscores and hyphens only");
        }
        if (!PASSWORD.matcher(password).matches()) {
            throw new IllegalArgumentException("The password of user " + name
                    + " has a character other than letters, digits and . _ ! # % & * + / : ? @ ^ ~ -");
        }
        Map<String, String> changed = new LinkedHashMap<>(passwords);
        changed.put(name, password);
        return new BrokerSecurity(listeners, changed, superUsers, acls);
    }

    /**
     * Kafka's {@code StandardAuthorizer} decides who may do what: nobody anything but {@linkplain #superUser super
     * users}, until {@link BrokerAccess#allow} says otherwise.
     */
    public BrokerSecurity acls() {
        return new BrokerSecurity(listeners, passwords, superUsers, true);
    }

    /**
     * This principal may do everything, whatever the {@linkplain #acls() ACLs}.
     *
     * @param principal as {@code User:alice}
     */
    public BrokerSecurity superUser(String principal) {
        Set<String> changed = new LinkedHashSet<>(superUsers);
        changed.add(Objects.requireNonNull(principal, "principal"));
        return new BrokerSecurity(listeners, passwords, changed, acls);
    }

    /** In the order they were named. */
    public Set<Listener> listeners() {
        return listeners;
    }

    /** The users that were added, each with his password. */
    public Map<String, String> passwords() {
        return passwords;
    }

    /** The principals that may do everything. */
    public Set<String> superUsers() {
        return superUsers;
    }

    /** Whether {@link #acls()} was called. */
    public boolean hasAcls() {
        return acls;
    }

    /** Whether clients of one of these listeners need this broker's certificates. */
    public boolean isEncrypted() {
        return Stream.of(Listener.SASL_SCRAM, Listener.TLS, Listener.CLIENT_CERTIFICATE)
                .anyMatch(listeners::contains);
    }

    /** Listeners and names, no password. */
    @Override
    public String toString() {
        return "BrokerSecurity[listeners=" + listeners + ", users=" + passwords.keySet() + ", superUsers=" + superUsers
                + ", acls=" + acls + "]";
    }
}
