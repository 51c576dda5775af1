using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Status;
using KubeSharp.Kubelet.Tests.Kit;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Kubelet.Tests.Status;

public sealed class StatusPatchTests
{
    [Fact]
    public void The_same_status_needs_no_patch() => Assert.Null(StatusPatch.Between(PodBench.Pod(), PodStatus.Empty));

    [Fact]
    public void Only_what_differs_is_sent_for_this_pod_alone()
    {
        var pod = PodBench.Pod() with { Status = new PodStatus { Phase = "Pending", QosClass = "BestEffort", Reason = "x" } };
        var patch = Node.Parse(StatusPatch.Between(pod, pod.Status with { Phase = "Running", Reason = null })!);
        Assert.Equal("{\"metadata\":{\"uid\":\"u1\"},\"status\":{\"phase\":\"Running\",\"reason\":null}}", patch.ToString());
    }

    [Fact]
    public void What_a_condition_no_longer_says_is_taken_back()
    {
        var pod = PodBench.Pod() with { Status = new PodStatus { Conditions = [new PodCondition { Type = "Ready", Status = "False", Reason = "ContainersNotReady", Message = "m" }] } };
        var patch = Node.Parse(StatusPatch.Between(pod, new PodStatus { Conditions = [new PodCondition { Type = "Ready", Status = "True" }] })!);
        Assert.IsType<NullNode>(((ArrayNode)patch.At("status", "conditions")!)[0].At("reason"));
    }

    [Fact]
    public void Addresses_are_replaced_and_not_merged()
    {
        var pod = PodBench.Pod() with { Status = new PodStatus { PodIPs = [new PodIP { Ip = "10.0.0.1" }] } };
        var patch = Node.Parse(StatusPatch.Between(pod, new PodStatus { PodIPs = [new PodIP { Ip = "10.0.0.2" }] })!);
        Assert.Equal("[{\"$patch\":\"replace\"},{\"ip\":\"10.0.0.2\"}]", patch.At("status", "podIPs")!.ToString());
    }
}
