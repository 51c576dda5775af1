using System.Reflection;
using KubeSharp.Cri.Images;
using KubeSharp.Cri.V1;

namespace KubeSharp.Cri.Tests.Images;

/// <summary>Whose images can be loaded and mounted beside the runtime interface.</summary>
public sealed class ImageStoresTests
{
    [Theory]
    [InlineData("containerd", true)]
    [InlineData("cri-o", false)]
    [InlineData("", false)]
    public async Task Only_containerds_images_are_had_by_its_own_interface(string name, bool has)
    {
        var runtime = DispatchProxy.Create<IContainerRuntime, Named>();
        ((Named)runtime).Name = name;
        Assert.Equal(has, await ImageStores.OfAsync(runtime, "/run/runtime.sock", default) is ImageLoader);
    }

    /// <summary>A runtime that only says what it is called.</summary>
    public class Named : DispatchProxy
    {
        public string Name { get; set; } = "";

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod?.Name == nameof(IContainerRuntime.VersionAsync) ? Task.FromResult(new VersionResponse { RuntimeName = Name }) : throw new NotSupportedException(targetMethod?.Name);
    }
}
