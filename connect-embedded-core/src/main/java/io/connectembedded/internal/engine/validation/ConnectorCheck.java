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
package io.connectembedded.internal.engine.validation;

import io.connectembedded.internal.config.Findings;
import io.connectembedded.internal.config.keys.ConnectorKeys;
import io.connectembedded.internal.engine.validation.terms.SourceTerms;
import io.connectembedded.internal.engine.validation.terms.TransactionQuestions;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.PluginNotFoundException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;

/** Asks the connector about its config, on an instance of its own that is never initialized. */
final class ConnectorCheck {

    private final Class<?> type;
    private final Map<String, String> config;
    private final Findings findings;
    private final SourceTerms terms;

    ConnectorCheck(Class<?> type, Map<String, String> config, Findings findings, SourceTerms terms) {
        this.terms = terms;
        this.type = type;
        this.config = config;
        this.findings = findings;
    }

    /** {@code asks}: whether to call {@code validate}, and not only to check against its {@code ConfigDef}. */
    void run(boolean asks) {
        try {
            Connector connector = PluginClasses.create(type, Connector.class);
            @Nullable ConfigDef def = connector.config();
            if (def == null) {
                refuse(".config() must return a ConfigDef that is not null.");
                return;
            }
            if (!asks) {
                findings.add(def, def.validate(config));
                askOfTransactions(connector);
                return;
            }
            // Defined first: what the definition calls a password is hidden also when the validation throws.
            findings.add(def, List.of());
            @Nullable Config answer = connector.validate(new HashMap<>(config));
            if (answer == null) {
                refuse(".validate() must return a Config that is not null.");
            } else {
                findings.add(def, answer.configValues());
            }
            askOfTransactions(connector);
        } catch (PluginNotFoundException e) {
            findings.error(ConnectorKeys.CLASS, e.what(), e.remedy());
        } catch (Throwable t) {
            findings.error(
                    ConnectorKeys.CLASS,
                    "The connector cannot be validated: " + Failures.textOf(t),
                    "Look at its documentation for what it expects");
        }
    }

    private void askOfTransactions(Connector connector) {
        if (connector instanceof SourceConnector source) {
            new TransactionQuestions(source, config, findings).ask(terms.exactlyOnce());
        }
    }

    private void refuse(String rule) {
        findings.error(
                ConnectorKeys.CLASS, type.getName() + rule, "Correct the connector, or use another version of it");
    }
}
