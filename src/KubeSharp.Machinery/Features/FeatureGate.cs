namespace KubeSharp.Machinery.Features;

/// <summary>A gate as upstream has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Stage">alpha, beta, ga or deprecated.</param>
/// <param name="IsOnByDefault">What it is where nobody sets it.</param>
/// <param name="IsLocked">Nobody may set it otherwise.</param>
public sealed record FeatureGate(string Name, string Stage, bool IsOnByDefault, bool IsLocked);
