using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Volumes;

namespace KubeSharp.Kubelet.Tests.Volumes;

public sealed class VolumeContentsTests
{
    [Theory]
    [InlineData(null, null, 0x1a4, null)]
    [InlineData(1000L, null, 0x180, 1000L)]
    [InlineData(null, 10000L, 0x180, null)]
    [InlineData(1000L, 10000L, 0x180, 1000L)]
    public void A_token_is_its_only_users_whether_there_is_a_group_or_not(long? user, long? group, int mode, long? owner)
    {
        var volume = new Volume { Name = "v", Projected = new ProjectedVolumeSource { Sources = [new VolumeProjection { ServiceAccountToken = new ServiceAccountTokenProjection { Path = "token" } }] } };
        var pod = new Pod
        {
            Metadata = new ObjectMeta { Name = "p", Namespace = "default" },
            Spec = new PodSpec { Containers = [new Container { Name = "a" }, new Container { Name = "b" }], SecurityContext = new PodSecurityContext { RunAsUser = user, FsGroup = group }, Volumes = [volume] },
        };
        var objects = PodObjects.Empty with { Tokens = ImmutableDictionary<string, string>.Empty.Add("v/token", "t") };
        var file = VolumeContents.Of(pod, volume, objects, new NodeFacts { Name = "n" }, [])["token"];
        Assert.Equal((mode, owner), (file.Mode, file.Owner));
    }
}
