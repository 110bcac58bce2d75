// Nothing of this header of Gloo is needed by LibTorch's declarations.
#pragma once
