using KubeSharp.Cli.Resources;

namespace KubeSharp.Cli.Tests.Resources;

/// <summary>What stands in files, and what it may name. Source: the stock kubectl.</summary>
public sealed class ManifestReaderTests
{
    [Theory]
    [InlineData("{\"kind\":\"A\"}\n---\n{\"kind\":\"B\"}\n---\nkind: C\n", "A,B,C")]
    [InlineData("{\"kind\":\"A\"}{\"kind\":\"B\"} {\"kind\":\"C\"}", "A,B,C")]
    [InlineData("{kind: A}\n", "A")]
    [InlineData("{\"kind\":\"A\"}\nkind: B\n", "A,B")]
    public void Documents_in_JSON_may_be_followed_by_others_in_YAML(string text, string kinds) =>
        Assert.Equal(kinds, string.Join(',', ManifestReader.Documents(text).Select(static d => d.TextAt("kind"))));

    [Theory]
    [InlineData("{\"kind\":\"A\"}{\"kind\":\"B\"}\n---\nkind: C\n")]
    [InlineData("{\"kind\":")]
    public void What_was_meant_to_be_JSON_and_is_none_is_refused(string text) => Assert.ThrowsAny<System.Text.Json.JsonException>(() => ManifestReader.Documents(text));

    // All objects of the namespace would be deleted.
    [Fact]
    public void An_object_without_a_name_has_no_path_of_its_own()
    {
        var type = new ResourceType("", "v1", "configmaps", "ConfigMap", IsNamespaced: true);
        Assert.Equal("resource name may not be empty", Assert.Throws<CliException>(() => new ResourceItem(type, "n", "", Machinery.Documents.ObjectNode.Empty).Path).Message);
        Assert.Equal("/api/v1/namespaces/n/configmaps", type.PathOf("n"));
    }
}
