namespace KubeSharp.Conformance.Tests.Kit;

/// <summary>The same with a clock that makes a minute of two seconds.</summary>
public sealed class FastControlPlane() : ControlPlane(30);
