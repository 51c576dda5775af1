using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;

namespace KubeSharp.Conformance.Tests.Kit;

/// <summary>Values the workload tests begin with.</summary>
internal static class Workloads
{
    public static ApiMap<string> Labels { get; } = ApiMap.Of(("app", "test"));

    public static LabelSelector Selector { get; } = new() { MatchLabels = Labels };

    public static PodTemplateSpec Template(string image = "image:1", string restartPolicy = "Always") => new()
    {
        Metadata = new ObjectMeta { Labels = Labels },
        Spec = new PodSpec { RestartPolicy = restartPolicy, TerminationGracePeriodSeconds = 1, Containers = [new Container { Name = "c", Image = image }] },
    };

    public static ObjectMeta Named(string ns, string name) => new() { Name = name, Namespace = ns };
}
