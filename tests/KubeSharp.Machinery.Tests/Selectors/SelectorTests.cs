using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Selectors;

namespace KubeSharp.Machinery.Tests.Selectors;

public sealed class SelectorTests
{
    private static readonly ObjectNode _labels = ObjectNode.Of(("app", "web"), ("tier", "front"), ("n", "5"));

    [Theory]
    [InlineData("", true)]
    [InlineData("app=web", true)]
    [InlineData("app==web,tier!=back", true)]
    [InlineData("app in (api, web)", true)]
    [InlineData("app notin (web)", false)]
    [InlineData("missing notin (a)", true)]
    [InlineData("app", true)]
    [InlineData("!app", false)]
    [InlineData("n>4,n<6", true)]
    [InlineData("n>5", false)]
    [InlineData("app=", false)]
    [InlineData("missing!=a", true)]
    public void Text_selects_as_it_says(string text, bool expected) => Assert.Equal(expected, LabelSelector.Parse(text).Matches(_labels));

    [Theory]
    [InlineData("a==b==c")]
    [InlineData("a in b")]
    [InlineData("a in (b")]
    [InlineData("a,")]
    [InlineData("=a")]
    [InlineData("-a=b")]
    [InlineData("a=b c")]
    [InlineData("a>x")]
    public void What_is_no_selector_is_refused(string text) => Assert.Throws<FormatException>(() => LabelSelector.Parse(text));

    [Fact]
    public void A_selector_object_reads_like_its_text()
    {
        var selector = LabelSelector.From(Node.Parse("""{"matchLabels":{"app":"web"},"matchExpressions":[{"key":"tier","operator":"NotIn","values":["back"]},{"key":"n","operator":"Exists"}]}"""))!;
        Assert.True(selector.Matches(_labels));
        Assert.Equal("app=web,n,tier!=back", selector.ToString());
        Assert.Null(LabelSelector.From(null));
    }

    [Theory]
    [InlineData("metadata.name=a", "a", true)]
    [InlineData("metadata.name!=a", "a", false)]
    [InlineData(@"metadata.name=a\,b", "a,b", true)]
    [InlineData("metadata.name==a", "a", true)]
    public void Fields_select(string text, string name, bool expected) => Assert.Equal(expected, FieldSelector.Parse(text).Matches(_ => name));

    [Theory]
    [InlineData("nonsense")]
    [InlineData(@"a=b\x")]
    public void What_is_no_field_selector_is_refused(string text) => Assert.Throws<FormatException>(() => FieldSelector.Parse(text));

    [Theory]
    [InlineData("app=rails", """{"matchLabels":{"app":"rails"}}""")]
    [InlineData("foo", """{"matchExpressions":[{"key":"foo","operator":"Exists"}]}""")]
    [InlineData("a=b,c notin (d,e),!f", """{"matchLabels":{"a":"b"},"matchExpressions":[{"key":"c","operator":"NotIn","values":["d","e"]},{"key":"f","operator":"DoesNotExist"}]}""")]
    public void A_label_selector_is_an_object(string text, string expected) => Assert.Equal(expected, LabelSelector.Parse(text).ToNode().ToString());

    [Fact]
    public void An_order_cannot_be_said_in_an_object() => Assert.Throws<FormatException>(() => LabelSelector.Parse("a>1").ToNode());
}
