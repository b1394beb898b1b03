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
package io.connectembedded.rules;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParseResult;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ParserConfiguration.LanguageLevel;
import com.github.javaparser.ast.CompilationUnit;
import java.nio.file.Path;
import java.util.List;

/** One parsed Java file; {@code path} is relative to the root, with slashes. */
record JavaFile(String module, String path, String text, CompilationUnit unit) {
    private static final ParserConfiguration JAVA_17 =
            new ParserConfiguration().setLanguageLevel(LanguageLevel.JAVA_17);

    static JavaFile parse(Path root, Path module, Path file) {
        return of(slashed(root.relativize(module)), slashed(root.relativize(file)), Checkout.read(file));
    }

    static JavaFile of(String module, String path, String text) {
        ParseResult<CompilationUnit> result = new JavaParser(JAVA_17).parse(text);
        CompilationUnit unit = result.getResult()
                .filter(parsed -> result.isSuccessful())
                .orElseThrow(() -> new IllegalStateException(path + ": " + result.getProblems()));
        return new JavaFile(module, path, text, unit);
    }

    List<String> lines() {
        return text.lines().toList();
    }

    String packageName() {
        return unit.getPackageDeclaration().map(p -> p.getNameAsString()).orElse("");
    }

    String folder() {
        return path.substring(0, path.lastIndexOf('/'));
    }

    boolean isPackageInfo() {
        return path.endsWith("/package-info.java");
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }
}
