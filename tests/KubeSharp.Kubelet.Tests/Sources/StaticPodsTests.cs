using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Kubelet.Sources;

namespace KubeSharp.Kubelet.Tests.Sources;

public sealed class StaticPodsTests
{
    private const string Manifest = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: c, image: 'web:1'}]}\n";

    [Fact]
    public void A_manifest_becomes_a_pod_of_this_node()
    {
        var pod = StaticPods.Parse(Manifest, "/m/web.yaml", "n1");
        Assert.Equal(("web-n1", "default", "n1"), (pod.Metadata.Name, pod.Metadata.Namespace, pod.Spec.NodeName));
        Assert.True(StaticPods.IsStatic(pod));
        Assert.Equal(pod.Metadata.Uid, StaticPods.MirrorOf(pod, null).Metadata.Annotations[StaticPods.MirrorAnnotation]);
        Assert.Null(StaticPods.MirrorOf(pod, null).Metadata.Uid);
        var owner = Assert.Single(StaticPods.MirrorOf(pod, new Node { Metadata = new ObjectMeta { Name = "n1", Uid = "u-n1" } }).Metadata.OwnerReferences);
        Assert.Equal(("v1", "Node", "n1", "u-n1", true), (owner.ApiVersion, owner.Kind, owner.Name, owner.Uid, owner.Controller));
        Assert.NotEqual(pod.Metadata.Uid, StaticPods.Parse(Manifest + "# changed\n", "/m/web.yaml", "n1").Metadata.Uid);
    }

    [Theory]
    [InlineData("kind: Service\n")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {}\n")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: 5}\n")]
    [InlineData(": :\n -")]
    public void What_is_no_pod_is_refused(string text) => Assert.Throws<FormatException>(() => StaticPods.Parse(text, "/m/x.yaml", "n1"));
}
