using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Tests.Resources;

public class MetadataFormTests
{
    [Theory]
    [InlineData("{name: x, labels: {a: 'true'}, annotations: null, finalizers: [a], generation: 5}", null)]
    [InlineData("{name: x, labels: {a: true}}", "cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels of type string")]
    [InlineData("{name: x, labels: [a]}", "cannot unmarshal array into Go struct field ObjectMeta.metadata.labels of type map[string]string")]
    [InlineData("{name: 5}", "cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string")]
    [InlineData("{name: x, finalizers: y1}", "cannot unmarshal string into Go struct field ObjectMeta.metadata.finalizers of type []string")]
    [InlineData("{name: {}, annotations: {a: 5}}", "cannot unmarshal number into Go struct field ObjectMeta.metadata.annotations of type string")]
    [InlineData("'text'", "cannot unmarshal string into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta")]
    public void Metadata_of_another_form_is_told_in_the_words_of_upstreams_reader(string metadata, string? mistake) =>
        Assert.Equal(mistake is null ? null : $"json: {mistake}", MetadataForm.Mistake(ObjectNode.Of(("metadata", Yaml.Read(metadata)))));
}
