using KubeSharp.Api.Descriptions;

namespace KubeSharp.Api.Tests.Descriptions;

/// <summary>What types and fields mean.</summary>
public sealed class ApiDescriptionsTests
{
    [Fact]
    public void Nearly_every_type_and_field_says_what_it_is()
    {
        var (fields, described, types, told) = (0, 0, 0, 0);
        foreach (var schema in ApiSchemas.Names.Select(ApiSchemas.Get))
        {
            types++;
            told += ApiDescriptions.OfType(schema.Name).Length > 0 ? 1 : 0;
            fields += schema.Fields.Length;
            described += schema.Fields.Count(f => ApiDescriptions.OfField(schema.Name, f.Name).Length > 0);
        }
        Assert.True(described >= fields * 0.96, $"{described} of {fields} fields are described");
        Assert.True(told >= types * 0.97, $"{told} of {types} types are described");
    }

    [Theory]
    [InlineData("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta", "creationTimestamp", "CreationTimestamp is a timestamp representing the server time")]
    [InlineData("io.k8s.api.core.v1.VolumeMount", "readOnly", "Mounted read-only if true")]
    [InlineData("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps", "x-kubernetes-list-type", "x-kubernetes-list-type annotates an array")]
    public void A_field_is_found_under_the_name_that_the_client_gives_it(string type, string field, string begins) => Assert.StartsWith(begins, ApiDescriptions.OfField(type, field));

    [Fact]
    public void Kinds_that_several_groups_have_are_told_apart()
    {
        Assert.Contains("Event is a report of an event somewhere in the cluster", ApiDescriptions.OfType("io.k8s.api.core.v1.Event"));
        Assert.NotEqual(ApiDescriptions.OfField("io.k8s.api.core.v1.EndpointPort", "appProtocol").Length, ApiDescriptions.OfField("io.k8s.api.core.v1.EndpointPort", "name").Length);
        Assert.Equal("", ApiDescriptions.OfField("io.k8s.api.core.v1.Pod", "nothing"));
    }

    [Theory]
    [InlineData("# A\n   one\n   two\n\n   three\n# A.B\n   four", "A", "one two\n\nthree")]
    [InlineData("# A\n   one\n# A.B\n\n   four\n", "A.B", "four")]
    public void Lines_are_joined_and_paragraphs_stay(string text, string name, string expected) => Assert.Equal(expected, ApiDescriptions.Read(new StringReader(text))[name]);
}
