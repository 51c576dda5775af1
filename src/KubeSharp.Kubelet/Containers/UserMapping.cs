namespace KubeSharp.Kubelet.Containers;

/// <summary>Which users of the node the users of a pod are: the first ones of both stand for each other.</summary>
/// <param name="HostId">First id on the node; groups the same.</param>
/// <param name="Length">How many.</param>
public sealed record UserMapping(uint HostId, uint Length);
