using System.Text;
using System.Text.Json;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Machinery.Tests.Serialization;

/// <summary>Malformed JSON, and what upstream's server says of it.</summary>
public sealed class JsonMistakesTests
{
    [Theory]
    [InlineData("", "unexpected end of JSON input")]
    [InlineData("{", "unexpected end of JSON input")]
    [InlineData("{\"a\":\"b", "unexpected end of JSON input")]
    [InlineData("{} {}", "invalid character '{' after top-level value")]
    [InlineData("[]]", "invalid character ']' after top-level value")]
    [InlineData("tru", "invalid character ' ' in literal true (expecting 'e')")]
    [InlineData("{\"a\":tRue}", "invalid character 'R' in literal true (expecting 'r')")]
    [InlineData("{\"a\":01}", "invalid character '1' after object key:value pair")]
    [InlineData("{'a':1}", "invalid character '\\'' looking for beginning of object key string")]
    [InlineData("{\"a\":1,}", "invalid character '}' looking for beginning of object key string")]
    [InlineData("[1,]", "invalid character ']' looking for beginning of value")]
    [InlineData("[1 2]", "invalid character '2' after array element")]
    [InlineData("{\"a\"}", "invalid character '}' after object key")]
    [InlineData("{\"a\":\"\n\"}", "invalid character '\\n' in string literal")]
    [InlineData("{\"a\":\"\u0001\"}", "invalid character '\\x01' in string literal")]
    [InlineData("{\"a\":\"\\x\"}", "invalid character 'x' in string escape code")]
    [InlineData("{\"\\u00zz\":1}", "invalid character 'z' in \\u hexadecimal character escape")]
    [InlineData("-", "invalid character ' ' in numeric literal")]
    [InlineData("1.", "invalid character ' ' after decimal point in numeric literal")]
    [InlineData("1e", "invalid character ' ' in exponent of numeric literal")]
    [InlineData("{\"a\":-}", "invalid character '}' in numeric literal")]
    [InlineData("{\"a\":+1}", "invalid character '+' looking for beginning of value")]
    [InlineData("\u0000", "invalid character '\\x00' looking for beginning of value")]
    [InlineData("\u00e9", "invalid character '\u00c3' looking for beginning of value")]
    public void What_is_no_JSON_is_told_in_upstreams_words(string text, string words)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var mistake = Assert.ThrowsAny<JsonException>(() => Node.Parse(bytes));
        Assert.Equal(words, JsonMistakes.Words(mistake, bytes));
    }

    [Theory]
    [InlineData("[0,-0.5e+3,\"\\u00e9\\n\",{\"a\":{\"b\":[]}},true,false,null]")]
    [InlineData(" {} \r\n\t")]
    public void What_is_JSON_is_told_in_the_words_of_our_own_reader(string text) =>
        Assert.Equal("too deep", JsonMistakes.Words(new JsonException("too deep"), Encoding.UTF8.GetBytes(text)));
}
