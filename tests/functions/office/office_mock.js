// What Office.js is to a page, for tests: Microsoft's own mock of its objects, and the part that offers functions to
// Excel (which the mock leaves out) as its documentation describes it. MODULES are the mock's files as functions.

(function () {
  const loaded = {};
  function require(name) {
    const key = name.split("/").pop();
    if (!loaded[key]) {
      const module = { exports: {} };
      loaded[key] = module.exports;
      MODULES[key](module.exports, module, require);
      loaded[key] = module.exports;
    }
    return loaded[key];
  }
  const { OfficeMockObject } = require("officeMockObject");

  globalThis.Excel = new OfficeMockObject({
    host: "excel",
    context: {
      workbook: {
        cell: { address: "Sheet1!B4", formulas: [[""]] },
        getActiveCell: function () {
          return this.cell;
        },
      },
    },
    run: async function (callback) {
      return callback(this.context);
    },
  });
  globalThis.Office = { onReady: async () => ({ host: "Excel", platform: "PC" }) };

  class CustomFunctionError extends Error {
    constructor(code, message) {
      super(message);
      this.code = code;
    }
  }
  globalThis.associated = new Map();
  globalThis.CustomFunctions = {
    associate: (id, implementation) => associated.set(id, implementation),
    Error: CustomFunctionError,
    ErrorCode: {
      invalidValue: "#VALUE!",
      notAvailable: "#N/A",
      divisionByZero: "#DIV/0!",
      invalidNumber: "#NUM!",
      nullReference: "#NULL!",
    },
  };

  // Calls a function as Excel does: every argument as rows of cells or null, then an object of Excel's own. The answer
  // as cells, errors as {error, message}.
  globalThis.inExcel = async (id, args) => {
    const plain = (cell) => (cell instanceof CustomFunctionError ? { error: cell.code, message: cell.message } : cell);
    try {
      const grid = await associated.get(id)(...args, { functionName: id });
      return grid.map((row) => row.map(plain));
    } catch (error) {
      return [[plain(error)]];
    }
  };
})();
