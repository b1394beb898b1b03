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
/**
 * What tests of embedded connectors use: a Kafka broker inside the JVM or in a container, topics read and written in
 * one line, a worker moved by hand, and a JUnit Jupiter extension that injects them and finds what a test leaves
 * behind. Start with {@link io.connectembedded.test.ConnectTest}, or with
 * {@link io.connectembedded.test.KafkaBroker#inJvm()} without JUnit. Entered by the test's threads.
 */
@NullMarked
package io.connectembedded.test;

import org.jspecify.annotations.NullMarked;
