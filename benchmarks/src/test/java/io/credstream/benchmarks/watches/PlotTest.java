package io.credstream.benchmarks.watches;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class PlotTest {

    private static final Plot.Series STEEP =
            new Plot.Series("steep & short", List.of(new Slope.Point(10, 100), new Slope.Point(20, 200)));
    private static final Plot.Series FLAT =
            new Plot.Series("flat", List.of(new Slope.Point(100, 190), new Slope.Point(200, 195)));

    @Test
    void everyPointIsDrawnWithinTheAxes() throws Exception {
        // Given
        Plot plot = new Plot("title", "right", "up", List.of(STEEP, FLAT));
        // When
        List<Element> circles = elements(parse(plot.svg()), "circle");
        // Then
        assertThat(circles).hasSize(4).allSatisfy(circle -> {
            assertThat(number(circle, "cx")).isBetween(70.0, 510.0);
            assertThat(number(circle, "cy")).isBetween(50.0, 365.0);
        });
        assertThat(number(circles.get(1), "cy")).isLessThan(number(circles.get(0), "cy"));
    }

    @Test
    void namesDoNotLieOnOneAnother() throws Exception {
        // Given two series that end at the same height
        Plot plot = new Plot("title", "right", "up", List.of(STEEP, FLAT));
        // When
        List<Double> heights = elements(parse(plot.svg()), "text").stream()
                .filter(text -> text.getTextContent().startsWith("steep")
                        || text.getTextContent().equals("flat"))
                .map(text -> number(text, "y"))
                .toList();
        // Then
        assertThat(heights).hasSize(2);
        assertThat(Math.abs(heights.get(0) - heights.get(1))).isGreaterThanOrEqualTo(13);
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }
}
