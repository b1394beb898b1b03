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
package io.connectembedded.samples.plugins;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** As much of a schema registry as Apicurio's client asks for: register a schema, read one by its id. */
final class RegistryStub implements AutoCloseable {

    private static final String ROOT = "/apis/registry/v2";
    private static final String IDS = ROOT + "/ids/globalIds/";

    /** The schema of id n at place n - 1. */
    private final List<String> schemas = new CopyOnWriteArrayList<>();

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /** Answers this user alone. */
    RegistryStub(String user, String password) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer).setAuthenticator(only(user, password));
        server.start();
    }

    private static BasicAuthenticator only(String user, String password) {
        return new BasicAuthenticator("registry") {
            @Override
            public boolean checkCredentials(String name, String given) {
                return name.equals(user) && given.equals(password);
            }
        };
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + ROOT;
    }

    List<String> schemas() {
        return schemas;
    }

    /** Method and path of each call, in order. */
    List<String> calls() {
        return calls;
    }

    private void answer(HttpExchange call) throws IOException {
        String path = call.getRequestURI().getPath();
        calls.add(call.getRequestMethod() + " " + path);
        if (call.getRequestMethod().equals("POST") && path.endsWith("/artifacts")) {
            reply(call, 200, registered(call));
        } else if (path.startsWith(IDS) && path.endsWith("/references")) {
            reply(call, 200, "[]");
        } else if (path.startsWith(IDS)) {
            reply(call, 200, schemas.get(Integer.parseInt(path.substring(IDS.length())) - 1));
        } else {
            reply(call, 404, "{\"error_code\": 404, \"message\": \"The stub has no such call.\"}");
        }
    }

    private synchronized String registered(HttpExchange call) throws IOException {
        String schema = new String(call.getRequestBody().readAllBytes(), UTF_8);
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        int id = schemas.indexOf(schema) + 1;
        String name = call.getRequestHeaders().getFirst("X-Registry-ArtifactId");
        return "{\"id\": \"%s\", \"type\": \"AVRO\", \"version\": \"%d\", \"globalId\": %d, \"contentId\": %d}"
                .formatted(name, id, id, id);
    }

    private static void reply(HttpExchange call, int status, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        call.getResponseHeaders().add("Content-Type", "application/json");
        call.sendResponseHeaders(status, body.length);
        call.getResponseBody().write(body);
        call.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
