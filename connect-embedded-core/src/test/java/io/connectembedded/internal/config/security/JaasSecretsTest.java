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

import org.junit.jupiter.api.Test;

class JaasSecretsTest {

    private static final String MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule required ";

    @Test
    void passwords_are_found_however_they_are_quoted() {
        assertThat(JaasSecrets.within(MODULE + "username=\"alice\" password=\"hun ter;22\";"))
                .containsExactly("hun ter;22");
        assertThat(JaasSecrets.within(MODULE + "username=alice password=hunter22;"))
                .containsExactly("hunter22");
        assertThat(JaasSecrets.within(MODULE + "clientSecret='hunter22' clientId='x';"))
                .containsExactly("hunter22");
    }

    @Test
    void an_escaped_quote_is_known_both_ways() {
        assertThat(JaasSecrets.within(MODULE + "password=\"hun\\\"ter\";"))
                .containsExactlyInAnyOrder("hun\\\"ter", "hun\"ter");
    }

    @Test
    void a_password_that_is_the_user_name_is_not_hidden_everywhere() {
        assertThat(JaasSecrets.within(MODULE + "username=\"admin\" password=\"admin\";"))
                .isEmpty();
    }

    @Test
    void other_texts_hold_none() {
        assertThat(JaasSecrets.within("password=hunter22")).isEmpty();
        assertThat(JaasSecrets.within(MODULE + "username=\"id\" tokenauth=\"true\";"))
                .isEmpty();
    }

    @Test
    void a_token_is_a_secret_and_what_tells_of_one_is_none() {
        String login = "x.OAuthBearerLoginModule required oauth.refresh.token=\"r3fr35h\" oauth.client.id=\"me\""
                + " oauth.token.endpoint.uri=\"https://login\" oauth.access.token.is.jwt=\"true\""
                + " oauth.client.assertion.location=\"/etc/it\" oauth.password.grant.username=\"alice\";";
        assertThat(JaasSecrets.within(login)).containsExactly("r3fr35h");
    }

    @Test
    void each_of_several_modules_is_looked_at() {
        assertThat(JaasSecrets.within(MODULE + "username=\"alice\" password=\"hunter22\";" + MODULE
                        + "username=\"bob\" password=\"hunter33\";"))
                .containsExactly("hunter22", "hunter33");
    }
}
