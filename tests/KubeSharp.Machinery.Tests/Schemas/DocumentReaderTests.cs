using KubeSharp.Api;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Machinery.Tests.Schemas;

public sealed class DocumentReaderTests
{
    [Theory]
    [InlineData("""{"spec":{"replicas":"3"}}""", "replicas of type int32")]
    [InlineData("""{"spec":{"replicas":3000000000}}""", "replicas of type int32")]
    [InlineData("""{"spec":{"paused":"yes"}}""", "paused of type bool")]
    [InlineData("""{"metadata":{"labels":{"a":1}}}""", "ObjectMeta.metadata.labels of type string")]
    [InlineData("""{"spec":[]}""", "spec of type v1.DeploymentSpec")]
    [InlineData("""{"metadata":{"uid":1}}""", "ObjectMeta.metadata.uid of type types.UID")]
    [InlineData("""{"spec":{"template":{"spec":{"volumes":[{"secret":[]}]}}}}""", "Volume.spec.template.spec.volumes.VolumeSource.secret of type v1.SecretVolumeSource")]
    [InlineData("""{"spec":{"template":{"spec":{"overhead":[]}}}}""", "PodSpec.spec.template.spec.overhead of type v1.ResourceList")]
    [InlineData("""{"spec":{"progressDeadlineSeconds":9223372036854775808}}""", "cannot unmarshal number 9223372036854775808 into Go struct field DeploymentSpec.spec.progressDeadlineSeconds of type int32")]
    [InlineData("""{"spec":{"strategy":{"rollingUpdate":{"maxSurge":1.5}}}}""", "cannot unmarshal number 1.5 into Go struct field RollingUpdateDeployment.spec.strategy.rollingUpdate.maxSurge of type int32")]
    [InlineData("""{"metadata":{"creationTimestamp":"yesterday"}}""", "parsing time")]
    [InlineData("""{"spec":{"template":{"spec":{"containers":[{"resources":{"limits":{"cpu":"a lot"}}}]}}}}""", "quantities must match")]
    public void A_wrong_type_is_refused_with_its_path(string document, string expected) =>
        Assert.Contains(expected, Assert.Throws<StatusException>(() => Read(document, [])).Message);

    [Fact]
    public void Unknown_fields_are_told_and_dropped_and_null_is_as_if_absent()
    {
        var strange = new List<string>();
        var read = Read("""{"spec":{"replicas":null,"nonsense":1,"template":{"spec":{"containers":[{"name":"a","imagee":"x"}]}}}}""", strange);
        Assert.Equal(["spec.nonsense", "spec.template.spec.containers[0].imagee"], strange);
        Assert.Equal(Node.Parse("""{"spec":{"template":{"spec":{"containers":[{"name":"a"}]}}}}"""), read);
    }

    [Fact]
    public void Quantities_and_times_get_their_one_form()
    {
        var read = Read("""{"metadata":{"creationTimestamp":"2024-01-01T02:00:00+02:00"},"spec":{"template":{"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":"1000m","memory":1024}}}]}}}}""", []);
        Assert.Equal("2024-01-01T00:00:00Z", read.TextAt("metadata", "creationTimestamp"));
        Assert.Equal(Node.Parse("""{"cpu":"1","memory":"1024"}"""), ((ArrayNode)read.At("spec", "template", "spec", "containers")!)[0].At("resources", "limits"));
    }

    [Theory]
    [InlineData("""{"spec":{"template":{"spec":{"containers":[null],"securityContext":{"supplementalGroups":[1,null]},"imagePullSecrets":null}}}}""",
        """{"spec":{"template":{"spec":{"containers":[{}],"securityContext":{"supplementalGroups":[1,0]}}}}}""")]
    [InlineData("""{"metadata":{"finalizers":[null],"labels":{"a":null}},"spec":{"template":{"spec":{"overhead":{"cpu":null}}}}}""",
        """{"metadata":{"finalizers":[""],"labels":{"a":""}},"spec":{"template":{"spec":{"overhead":{"cpu":"0"}}}}}""")]
    public void A_null_in_a_list_or_map_is_the_empty_value_of_its_type(string document, string expected) => Assert.Equal(Node.Parse(expected), Read(document, []));

    [Fact]
    public void What_is_right_already_is_not_copied()
    {
        var document = (ObjectNode)Node.Parse("""{"metadata":{"name":"a"},"spec":{"replicas":1}}""");
        Assert.Same(document, new DocumentReader(static _ => { }).Read(document, ApiSchemas.Get("io.k8s.api.apps.v1.Deployment")));
    }

    private static ObjectNode Read(string document, List<string> strange) =>
        new DocumentReader(strange.Add).Read((ObjectNode)Node.Parse(document), ApiSchemas.Get("io.k8s.api.apps.v1.Deployment"));
}
