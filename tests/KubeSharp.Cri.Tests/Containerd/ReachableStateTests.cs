using KubeSharp.Cri.Containerd;

namespace KubeSharp.Cri.Tests.Containerd;

public sealed class ReachableStateTests : IDisposable
{
    // Its owner's alone, as homes are.
    private readonly string _home = Directory.CreateTempSubdirectory("kubesharp-state-").FullName;

    private string Folder => Path.Combine(_home, "node", "containerd");

    private string Elsewhere => Path.Combine(_home, "run");

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void Below_a_home_that_only_its_owner_may_enter_the_state_lies_elsewhere() => Assert.Equal(Elsewhere, ReachableState.Of(Folder, Elsewhere));

    [Fact]
    public void Where_everybody_may_walk_it_lies_in_the_folder()
    {
        File.SetUnixFileMode(_home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        Assert.Null(ReachableState.Of(Folder, Elsewhere));
    }

    [Fact]
    public void What_is_there_stays_where_it_is()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "state"));
        Assert.Null(ReachableState.Of(Folder, Elsewhere));
        Directory.CreateDirectory(Elsewhere);
        Assert.Equal(Elsewhere, ReachableState.Of(Folder, Elsewhere));
    }
}
